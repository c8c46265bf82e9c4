package usage.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The columns of the record, in their order.
public enum Column {
    CALL_ID(Kind.ID), ATTEMPT(Kind.NUMBER), REQUEST_ID, GROUP_ID, TRACE_ID, SPAN_ID, PARENT_SPAN_ID, CALLER_SPAN_ID, //
    CALLER, API_KEY_ID, END_USER, SESSION_ID, TAGS(Kind.TAGS), //
    ENDPOINT, OPERATION, ROUTE, PROVIDER, REQUESTED_MODEL, TARGET_MODEL, RESPONSE_MODEL, STREAM(Kind.FLAG), PROVIDER_REQUEST_ID, //
    STATUS, FINISH_REASON, ERROR_TYPE, HTTP_STATUS(Kind.NUMBER), //
    ACCEPTED_AT(Kind.MOMENT), SENT_AT(Kind.MOMENT), FIRST_TOKEN_AT(Kind.MOMENT), FINISHED_AT(Kind.MOMENT), //
    LATENCY_MS(Kind.NUMBER), TIME_TO_FIRST_TOKEN_MS(Kind.NUMBER), //
    INPUT_TOKENS(Kind.NUMBER), CACHED_INPUT_TOKENS(Kind.NUMBER), CACHE_WRITE_TOKENS(Kind.NUMBER), OUTPUT_TOKENS(Kind.NUMBER), //
    REASONING_TOKENS(Kind.NUMBER), USAGE_SOURCE, COST(Kind.AMOUNT), CURRENCY, PRICE_ID;

    /// What a column holds, and so how a value to compare it with is written.
    public enum Kind {
        TEXT("text"), ID("a UUID"), NUMBER("a whole number"), AMOUNT("a decimal number"), FLAG("true or false"),
        /// As rows show it: ISO 8601 in UTC, compared to the microsecond.
        MOMENT("a time like 2026-03-01T12:00:00Z"),
        /// One label; a row is found by each of its own.
        TAGS("text");

        private final String expectation;

        Kind(String expectation) {
            this.expectation = expectation;
        }

        /// How values look, for people.
        public String expectation() {
            return expectation;
        }
    }

    private final Kind kind;

    Column() {
        this(Kind.TEXT);
    }

    Column(Kind kind) {
        this.kind = kind;
    }

    /// What it holds.
    public Kind kind() {
        return kind;
    }

    /// The name as it stands in rows, queries and answers.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The column of that name, where there is one.
    public static Optional<Column> of(String wireName) {
        return Arrays.stream(values()).filter(column -> column.wireName().equals(wireName)).findFirst();
    }
}
