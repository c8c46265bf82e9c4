-- The journal stands in front of the tables: a row says which segment of it holds its settlement.

-- 0: settled before there was a journal.
ALTER TABLE attempts ADD COLUMN segment BIGINT DEFAULT 0 NOT NULL;

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
