-- Every price that the configuration has ever named, so that a row's price_id leads to what it was charged by. Rows are added
-- when a ledger is opened, and neither changed nor removed. What new attempts are charged by stands in the configuration.
CREATE TABLE price_history (
    -- SHA-256 of all that follows but first_seen_at, in hex
    price_id VARCHAR(64) NOT NULL PRIMARY KEY,
    provider VARCHAR(512) NOT NULL,
    model VARCHAR(512) NOT NULL,
    input DECIMAL(21, 12) NOT NULL,
    cached_input DECIMAL(21, 12),
    cache_write DECIMAL(21, 12),
    output DECIMAL(21, 12),
    reasoning DECIMAL(21, 12),
    per_request DECIMAL(21, 12),
    currency VARCHAR(3) NOT NULL,
    valid_from TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    first_seen_at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);

-- What people and reports read: amounts of money per million tokens and per attempt that was sent. A part that is NULL is
-- charged as its whole: cached and written input as input, reasoning as output.
CREATE VIEW prices AS
SELECT price_id, provider, model,
       input AS input_per_million, cached_input AS cached_input_per_million, cache_write AS cache_write_per_million,
       output AS output_per_million, reasoning AS reasoning_per_million, per_request,
       currency, valid_from, first_seen_at
FROM price_history;
