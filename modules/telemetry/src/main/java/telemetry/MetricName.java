package telemetry;

/// Names of Lakehouse's metrics, as Prometheus spells them: the one place where they are spelled.
///
/// Those that begin with `gen_ai` are the client metrics of OpenTelemetry's conventions for generative AI, v1.41.1, with the unit
/// as suffix; the others are our own.
public final class MetricName {

    /// Histogram: an attempt from the moment it left to its end.
    public static final String OPERATION_DURATION = "gen_ai_client_operation_duration_seconds";
    /// Histogram: a streamed attempt from the moment it left to the first piece of its answer.
    public static final String TIME_TO_FIRST_CHUNK = "gen_ai_client_operation_time_to_first_chunk_seconds";
    /// Histogram: tokens of an attempt, where they are known.
    public static final String TOKEN_USAGE = "gen_ai_client_token_usage";

    /// Histogram: time of a call until its answer begins that was not a provider's.
    public static final String GATEWAY_OVERHEAD = "lakehouse_gateway_overhead_seconds";
    /// Gauge: calls under way, with all of their attempts and pauses.
    public static final String CALLS_IN_FLIGHT = "lakehouse_calls_in_flight";
    /// Counter: calls that were refused with a row.
    public static final String CALLS_REFUSED = "lakehouse_calls_refused_total";
    /// Counter: requests that have no row, or no settled one.
    public static final String REQUESTS_UNROWED = "lakehouse_requests_unrowed_total";

    /// Gauge: attempts ever accepted.
    public static final String LEDGER_ACCEPTED = "lakehouse_ledger_accepted";
    /// Gauge: attempts that have begun and not ended.
    public static final String LEDGER_IN_FLIGHT = "lakehouse_ledger_in_flight";
    /// Gauge: age of the oldest attempt in flight.
    public static final String LEDGER_OLDEST_IN_FLIGHT = "lakehouse_ledger_oldest_in_flight_seconds";
    /// Gauge: attempts that have ended and not expired.
    public static final String LEDGER_SETTLED = "lakehouse_ledger_settled";
    /// Gauge: attempts that retention has removed.
    public static final String LEDGER_EXPIRED = "lakehouse_ledger_expired";
    /// Gauge: settled attempts that wait in the journal for the table.
    public static final String LEDGER_SPOOLED = "lakehouse_ledger_spooled";
    /// Gauge: how far the table is behind the journal.
    public static final String LEDGER_LAG = "lakehouse_ledger_lag_seconds";
    /// Gauge: settled attempts that the table would not take.
    public static final String LEDGER_DEAD_LETTERS = "lakehouse_ledger_dead_letters";
    /// Gauge: attempts that the present start has found in flight, and settled as lost.
    public static final String LEDGER_LOST = "lakehouse_ledger_lost";
    /// Gauge: bytes of the journal's files.
    public static final String LEDGER_JOURNAL = "lakehouse_ledger_journal_bytes";
    /// Gauge: most bytes that the journal may have.
    public static final String LEDGER_JOURNAL_LIMIT = "lakehouse_ledger_journal_limit_bytes";
    /// Gauge: what the table did not agree with in the last audit.
    public static final String LEDGER_AUDIT_DIFFERENCES = "lakehouse_ledger_audit_differences";
    /// Gauge: when the last audit was, in seconds since 1970.
    public static final String LEDGER_AUDIT_TIME = "lakehouse_ledger_audit_seconds";

    /// Gauge: 1 where Langfuse is configured.
    public static final String LANGFUSE_ON = "lakehouse_langfuse_on";
    /// Gauge: generations that Langfuse has not acknowledged yet.
    public static final String LANGFUSE_WAITING = "lakehouse_langfuse_waiting";
    /// Gauge: age of the oldest of them.
    public static final String LANGFUSE_OLDEST_WAITING = "lakehouse_langfuse_oldest_waiting_seconds";
    /// Gauge: generations that Langfuse has acknowledged since the start.
    public static final String LANGFUSE_ACKNOWLEDGED = "lakehouse_langfuse_acknowledged";
    /// Gauge: generations that Langfuse will not take.
    public static final String LANGFUSE_REJECTED = "lakehouse_langfuse_rejected";
    /// Gauge: 1 while Langfuse cannot be told.
    public static final String LANGFUSE_FAILING = "lakehouse_langfuse_failing";
    /// Gauge: rows that Langfuse has not acknowledged, as counted last.
    public static final String LANGFUSE_DIFFERENCE = "lakehouse_langfuse_difference";
    /// Gauge: those of them that neither wait nor were rejected.
    public static final String LANGFUSE_UNEXPLAINED = "lakehouse_langfuse_unexplained";
    /// Gauge: steps of requests that Langfuse was not told of, since the start.
    public static final String LANGFUSE_STEPS_DROPPED = "lakehouse_langfuse_steps_dropped";
    /// Gauge: attempts whose prompt and answer Langfuse was not told though that was wanted, since the start.
    public static final String LANGFUSE_TEXTS_DROPPED = "lakehouse_langfuse_texts_dropped";

    /// Histogram: requests that bring documents.
    public static final String VECTORS_INGEST = "vectors_ingest_seconds";
    /// Histogram: queries of collections.
    public static final String VECTORS_QUERY = "vectors_query_seconds";
    /// Histogram: answers drawn from documents.
    public static final String VECTORS_ANSWER = "vectors_answer_seconds";
    /// Gauge: collections that are open.
    public static final String VECTORS_COLLECTIONS = "lakehouse_vectors_collections";
    /// Gauge: writes to documents that are not in an index yet.
    public static final String VECTORS_PENDING = "lakehouse_vectors_pending_documents";
    /// Gauge: bytes of documents that are not in an index yet.
    public static final String VECTORS_PENDING_BYTES = "lakehouse_vectors_pending_bytes";
    /// Gauge: writes to documents that have failed, and are tried again.
    public static final String VECTORS_FAILED = "lakehouse_vectors_failed_documents";

    private MetricName() {}
}
