-- All attempts of a call are accepted at the same moment; the time of a further one is counted from when it was sent.
CREATE OR REPLACE VIEW calls AS
SELECT call_id, attempt, request_id, group_id, trace_id, span_id, parent_span_id,
       (SELECT caller_spans.caller_span_id FROM caller_spans
        WHERE caller_spans.call_id = attempts.call_id AND caller_spans.attempt = attempts.attempt) AS caller_span_id,
       caller, api_key_id, end_user, session_id, tags,
       endpoint, operation, route, provider, requested_model, target_model, response_model, stream, provider_request_id,
       status, finish_reason, error_type, http_status, accepted_at, sent_at, first_token_at, finished_at,
       GREATEST(0, DATEDIFF(MICROSECOND, CASE WHEN attempt > 1 THEN COALESCE(sent_at, accepted_at) ELSE accepted_at END,
                            finished_at)) / 1000 AS latency_ms,
       CASE WHEN first_token_at IS NOT NULL
            THEN GREATEST(0, DATEDIFF(MICROSECOND, CASE WHEN attempt > 1 THEN COALESCE(sent_at, accepted_at) ELSE accepted_at END,
                                      first_token_at)) / 1000 END AS time_to_first_token_ms,
       input_tokens, cached_input_tokens, cache_write_tokens, output_tokens, reasoning_tokens, usage_source,
       cost, currency, price_id
FROM attempts;
