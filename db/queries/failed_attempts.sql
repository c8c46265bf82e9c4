-- The latest attempts that did not end well, newest first, at most 100: what was asked of whom, and why it failed.
SELECT accepted_at,
       call_id,
       attempt,
       caller,
       provider,
       target_model,
       status,
       error_type,
       http_status,
       sent_at IS NOT NULL AS sent,
       latency_ms
FROM calls
WHERE status IN ('failed', 'cancelled', 'lost', 'refused')
ORDER BY accepted_at DESC, call_id DESC, attempt DESC
FETCH FIRST 100 ROWS ONLY;
