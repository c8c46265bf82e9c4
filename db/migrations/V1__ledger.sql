-- The ledger of attempts at model calls. Names are cut to 256 code points before they get here, so at most 512 UTF-16 units.

-- Attempts in flight: what was intended and how far it has come. A row leaves when its attempt is settled.
CREATE TABLE open_attempts (
    call_id UUID NOT NULL,
    attempt INTEGER NOT NULL,
    request_id VARCHAR(512) NOT NULL,
    group_id VARCHAR(512) NOT NULL,
    trace_id VARCHAR(512),
    span_id VARCHAR(512),
    parent_span_id VARCHAR(512),
    caller VARCHAR(512) NOT NULL,
    api_key_id VARCHAR(512),
    end_user VARCHAR(512),
    session_id VARCHAR(512),
    tags VARCHAR(128) ARRAY[16] NOT NULL,
    endpoint VARCHAR(512) NOT NULL,
    operation VARCHAR(32) NOT NULL,
    route VARCHAR(512),
    provider VARCHAR(512),
    requested_model VARCHAR(512),
    target_model VARCHAR(512),
    stream BOOLEAN NOT NULL,
    accepted_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    -- the latest progress
    known_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    sent_at TIMESTAMP(6) WITH TIME ZONE,
    first_token_at TIMESTAMP(6) WITH TIME ZONE,
    input_tokens BIGINT,
    cached_input_tokens BIGINT,
    cache_write_tokens BIGINT,
    output_tokens BIGINT,
    reasoning_tokens BIGINT,
    usage_source VARCHAR(16) NOT NULL,
    PRIMARY KEY (call_id, attempt)
);

-- Settled attempts: immutable but for cost and price.
CREATE TABLE attempts (
    call_id UUID NOT NULL,
    attempt INTEGER NOT NULL,
    request_id VARCHAR(512) NOT NULL,
    group_id VARCHAR(512) NOT NULL,
    trace_id VARCHAR(512),
    span_id VARCHAR(512),
    parent_span_id VARCHAR(512),
    caller VARCHAR(512) NOT NULL,
    api_key_id VARCHAR(512),
    end_user VARCHAR(512),
    session_id VARCHAR(512),
    tags VARCHAR(128) ARRAY[16] NOT NULL,
    endpoint VARCHAR(512) NOT NULL,
    operation VARCHAR(32) NOT NULL,
    route VARCHAR(512),
    provider VARCHAR(512),
    requested_model VARCHAR(512),
    target_model VARCHAR(512),
    stream BOOLEAN NOT NULL,
    accepted_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    status VARCHAR(16) NOT NULL,
    error_type VARCHAR(32),
    finish_reason VARCHAR(512),
    http_status INTEGER,
    sent_at TIMESTAMP(6) WITH TIME ZONE,
    first_token_at TIMESTAMP(6) WITH TIME ZONE,
    finished_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    response_model VARCHAR(512),
    provider_request_id VARCHAR(512),
    input_tokens BIGINT,
    cached_input_tokens BIGINT,
    cache_write_tokens BIGINT,
    output_tokens BIGINT,
    reasoning_tokens BIGINT,
    usage_source VARCHAR(16) NOT NULL,
    cost DECIMAL(48, 18),
    currency VARCHAR(3),
    price_id VARCHAR(64),
    PRIMARY KEY (call_id, attempt),
    CONSTRAINT reason_unless_well CHECK ((status IN ('ok', 'cached')) = (error_type IS NULL)),
    CONSTRAINT unsent_when_refused CHECK (status NOT IN ('refused', 'cached') OR sent_at IS NULL),
    CONSTRAINT cost_has_its_price CHECK ((cost IS NULL) = (price_id IS NULL) AND (cost IS NULL) = (currency IS NULL)),
    CONSTRAINT cost_only_when_sent CHECK (cost IS NULL OR sent_at IS NOT NULL)
);

CREATE INDEX attempts_newest_first ON attempts (accepted_at DESC, call_id DESC, attempt DESC);
CREATE INDEX attempts_of_group ON attempts (group_id);

-- What people and reports read: every settled attempt, with its durations in whole milliseconds.
CREATE VIEW calls AS
SELECT call_id, attempt, request_id, group_id, trace_id, span_id, parent_span_id,
       caller, api_key_id, end_user, session_id, tags,
       endpoint, operation, route, provider, requested_model, target_model, response_model, stream, provider_request_id,
       status, finish_reason, error_type, http_status, accepted_at, sent_at, first_token_at, finished_at,
       GREATEST(0, DATEDIFF(MICROSECOND, accepted_at, finished_at)) / 1000 AS latency_ms,
       CASE WHEN first_token_at IS NOT NULL
            THEN GREATEST(0, DATEDIFF(MICROSECOND, accepted_at, first_token_at)) / 1000 END AS time_to_first_token_ms,
       input_tokens, cached_input_tokens, cache_write_tokens, output_tokens, reasoning_tokens, usage_source,
       cost, currency, price_id
FROM attempts;

-- Requests that got no row: counted by minute and reason.
CREATE TABLE door_counts (
    counted_minute TIMESTAMP(0) WITH TIME ZONE NOT NULL,
    reason VARCHAR(512) NOT NULL,
    requests BIGINT NOT NULL,
    PRIMARY KEY (counted_minute, reason)
);
