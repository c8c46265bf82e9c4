-- What rows add up to, by hour and by day in UTC: made from the rows, and made again from them whenever they change.

-- The hours and days whose roll-ups below are as the rows are. What has no mark is read from the rows.
CREATE TABLE rollup_marks (
    grain VARCHAR(4) NOT NULL,
    starts_at TIMESTAMP(0) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (grain, starts_at)
);

-- One line for every combination of the level's dimensions and currency; the dimensions that a level leaves out are NULL.
CREATE TABLE rollups (
    grain VARCHAR(4) NOT NULL,
    level VARCHAR(8) NOT NULL,
    starts_at TIMESTAMP(0) WITH TIME ZONE NOT NULL,
    provider VARCHAR(512),
    target_model VARCHAR(512),
    caller VARCHAR(512),
    operation VARCHAR(32),
    status VARCHAR(16),
    api_key_id VARCHAR(512),
    end_user VARCHAR(512),
    endpoint VARCHAR(512),
    route VARCHAR(512),
    -- in their order, each once
    tags VARCHAR(128) ARRAY[16],
    currency VARCHAR(3),
    cost DECIMAL(66, 18),
    input_tokens BIGINT,
    cached_input_tokens BIGINT,
    cache_write_tokens BIGINT,
    output_tokens BIGINT,
    reasoning_tokens BIGINT,
    -- calls that have a sent attempt in this line
    requests BIGINT NOT NULL,
    -- calls that have no sent attempt outside of this combination; the others are in rollup_signatures
    sole_calls BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    cancelled BIGINT NOT NULL,
    lost BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    estimated BIGINT NOT NULL,
    unpriced BIGINT NOT NULL,
    -- pairs of a duration in milliseconds, less the one before, and how often it occurred; each a LEB128 number
    latencies VARBINARY(1048576) NOT NULL,
    times_to_first_token VARBINARY(1048576) NOT NULL,
    latency_ms_p50 BIGINT,
    latency_ms_p95 BIGINT,
    latency_ms_p99 BIGINT,
    time_to_first_token_ms_p50 BIGINT,
    time_to_first_token_ms_p95 BIGINT,
    time_to_first_token_ms_p99 BIGINT
);

-- The caller stands in it so that a line of another caller is passed over without being read.
CREATE INDEX rollups_of_time ON rollups (grain, level, starts_at, caller);

-- Calls whose sent attempts have several combinations: how many calls have exactly the same ones. A signature has a line for
-- every combination of it, all with the same number of calls.
CREATE TABLE rollup_signatures (
    grain VARCHAR(4) NOT NULL,
    level VARCHAR(8) NOT NULL,
    starts_at TIMESTAMP(0) WITH TIME ZONE NOT NULL,
    signature BIGINT NOT NULL,
    calls BIGINT NOT NULL,
    provider VARCHAR(512),
    target_model VARCHAR(512),
    caller VARCHAR(512),
    operation VARCHAR(32),
    status VARCHAR(16),
    api_key_id VARCHAR(512),
    end_user VARCHAR(512),
    endpoint VARCHAR(512),
    route VARCHAR(512),
    tags VARCHAR(128) ARRAY[16]
);

CREATE INDEX rollup_signatures_of_time ON rollup_signatures (grain, level, starts_at);

-- How far retention has come. One row, as soon as something has expired: rows accepted before rows_since are summed up in
-- roll-ups alone, and gone where they were accepted before removed_until. Hours before details_since have no lines at the levels
-- that know users and tags, whose days are kept.
CREATE TABLE rollup_horizon (
    rows_since TIMESTAMP(0) WITH TIME ZONE NOT NULL,
    removed_until TIMESTAMP(0) WITH TIME ZONE NOT NULL,
    details_since TIMESTAMP(0) WITH TIME ZONE NOT NULL
);

-- What people and reports read: sums of each hour that is over and rolled up, as long as its day has rows, a line for every combination of dimensions and
-- currency. Sums add up over lines, but for num_model_requests, where a call whose attempts are in several lines counts in each.
-- Percentiles do not add up, nor can they be averaged.
CREATE VIEW usage_hourly AS
SELECT rollups.starts_at AS utc_hour, provider, target_model, caller, operation, status, api_key_id, end_user, endpoint, route, tags,
       input_tokens, cached_input_tokens, cache_write_tokens, output_tokens, reasoning_tokens,
       requests AS num_model_requests, attempts AS num_attempts, failed AS num_failed, cancelled AS num_cancelled,
       lost AS num_lost, refused AS num_refused, estimated AS num_estimated, unpriced AS num_unpriced,
       cost, currency,
       latency_ms_p50, latency_ms_p95, latency_ms_p99,
       time_to_first_token_ms_p50, time_to_first_token_ms_p95, time_to_first_token_ms_p99
FROM rollups JOIN rollup_marks ON rollup_marks.grain = 'hour' AND rollup_marks.starts_at = rollups.starts_at
WHERE rollups.grain = 'hour' AND rollups.level = 'full';
