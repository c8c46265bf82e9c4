-- The journal stands in front of the tables: a row says which segment of it holds its settlement.

-- 0: settled before there was a journal.
ALTER TABLE attempts ADD COLUMN segment BIGINT DEFAULT 0 NOT NULL;

-- Hours since 1970. An index by random ids alone is written all over with every batch of rows.
ALTER TABLE attempts ADD COLUMN accepted_hour INTEGER DEFAULT 0 NOT NULL;
DROP INDEX attempts_of_group;

-- What was in flight when the version before ended is lost: from here on the journal knows what is in flight.
INSERT INTO attempts (call_id, attempt, request_id, group_id, trace_id, span_id, parent_span_id, caller, api_key_id, end_user,
        session_id, tags, endpoint, operation, route, provider, requested_model, target_model, stream, accepted_at,
        status, error_type, sent_at, first_token_at, finished_at,
        input_tokens, cached_input_tokens, cache_write_tokens, output_tokens, reasoning_tokens, usage_source)
SELECT call_id, attempt, request_id, group_id, trace_id, span_id, parent_span_id, caller, api_key_id, end_user,
        session_id, tags, endpoint, operation, route, provider, requested_model, target_model, stream, accepted_at,
        'lost', 'crash', sent_at, first_token_at,
        GREATEST(known_at, COALESCE(sent_at, known_at), COALESCE(first_token_at, known_at)),
        input_tokens, cached_input_tokens, cache_write_tokens, output_tokens, reasoning_tokens, usage_source
FROM open_attempts;

DROP TABLE open_attempts;

UPDATE attempts SET accepted_hour = FLOOR(EXTRACT(EPOCH FROM accepted_at) / 3600);
ALTER TABLE attempts ALTER COLUMN accepted_hour DROP DEFAULT;
CREATE INDEX attempts_of_group ON attempts (accepted_hour, group_id);

-- How far the journal is in the tables, moved in the transaction that fills them. One row.
CREATE TABLE journal_mark (
    segment BIGINT NOT NULL,
    byte_offset BIGINT NOT NULL
);

-- What retention has removed, by segment of the journal: how many rows, and the exclusive or of their keys' digests.
CREATE TABLE expired_attempts (
    segment BIGINT NOT NULL PRIMARY KEY,
    attempts BIGINT NOT NULL,
    digest BIGINT NOT NULL
);
