-- Usage by who asked: component, key and user, with tokens, failures and cost per currency, all time.
-- A currency of NULL holds the attempts without a cost: never sent, or unpriced.
SELECT caller,
       api_key_id,
       end_user,
       currency,
       COUNT(*) AS attempts,
       COUNT(*) FILTER (WHERE status = 'failed') AS failed,
       SUM(input_tokens) AS input_tokens,
       SUM(output_tokens) AS output_tokens,
       SUM(cost) AS cost
FROM calls
GROUP BY caller, api_key_id, end_user, currency
ORDER BY attempts DESC, caller, api_key_id, end_user, currency;
