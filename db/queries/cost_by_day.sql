-- Cost by UTC day, provider, model and currency; `unpriced` counts sent attempts whose cost is not known.
-- A currency of NULL holds those; amounts of different currencies are never added up.
SELECT CAST(accepted_at AT TIME ZONE 'UTC' AS DATE) AS utc_day,
       provider,
       target_model,
       currency,
       SUM(cost) AS cost,
       COUNT(*) AS sent_attempts,
       COUNT(*) FILTER (WHERE cost IS NULL) AS unpriced
FROM calls
WHERE sent_at IS NOT NULL
GROUP BY utc_day, provider, target_model, currency
ORDER BY utc_day DESC, cost DESC NULLS LAST, provider, target_model, currency;
