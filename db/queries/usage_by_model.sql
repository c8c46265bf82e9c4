-- Usage by provider and model: attempts, distinct calls sent, tokens and median latency, all time.
-- Sums leave out what is unknown; add a WHERE on accepted_at for a shorter time.
SELECT provider,
       target_model,
       COUNT(*) AS attempts,
       COUNT(DISTINCT CASE WHEN sent_at IS NOT NULL THEN call_id END) AS model_requests,
       SUM(input_tokens) AS input_tokens,
       SUM(cached_input_tokens) AS cached_input_tokens,
       SUM(output_tokens) AS output_tokens,
       PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY CASE WHEN sent_at IS NOT NULL THEN latency_ms END) AS latency_ms_p50
FROM calls
GROUP BY provider, target_model
ORDER BY attempts DESC, provider, target_model;
