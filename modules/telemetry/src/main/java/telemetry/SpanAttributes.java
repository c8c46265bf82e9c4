package telemetry;

/// Names of the attributes of spans: the one place where they are spelled.
///
/// Sources: OpenTelemetry's semantic conventions for generative AI, v1.41.1 (`gen_ai.*`, `error.*`, `http.*`, `service.*`);
/// Langfuse's mapping of OpenTelemetry (`langfuse.*`); our own (`lakehouse.*`), which say of a span which row of the ledger it is.
public final class SpanAttributes {

    /// What was done: `chat`, `text_completion`, `embeddings` or `rerank`.
    public static final String OPERATION_NAME = "gen_ai.operation.name";
    /// The provider as configured here.
    public static final String PROVIDER_NAME = "gen_ai.provider.name";
    /// The model that the provider was asked for.
    public static final String REQUEST_MODEL = "gen_ai.request.model";
    /// Whether the answer was asked for piece by piece.
    public static final String REQUEST_STREAM = "gen_ai.request.stream";
    /// The conversation that the call belongs to, as the caller names it.
    public static final String CONVERSATION_ID = "gen_ai.conversation.id";
    /// The model that the provider says has answered.
    public static final String RESPONSE_MODEL = "gen_ai.response.model";
    /// The provider's own id of its answer.
    public static final String RESPONSE_ID = "gen_ai.response.id";
    /// Why generation ended, a list.
    public static final String RESPONSE_FINISH_REASONS = "gen_ai.response.finish_reasons";
    /// Seconds from sending to the first piece, of streams alone.
    public static final String RESPONSE_TIME_TO_FIRST_CHUNK = "gen_ai.response.time_to_first_chunk";
    /// All input tokens, cached ones included.
    public static final String USAGE_INPUT_TOKENS = "gen_ai.usage.input_tokens";
    /// All output tokens.
    public static final String USAGE_OUTPUT_TOKENS = "gen_ai.usage.output_tokens";
    /// The part of the output that the model thought before it answered.
    public static final String USAGE_REASONING_OUTPUT_TOKENS = "gen_ai.usage.reasoning.output_tokens";
    /// The part of the input that came from the provider's cache.
    public static final String USAGE_CACHE_READ_INPUT_TOKENS = "gen_ai.usage.cache_read.input_tokens";
    /// The part of the input that was written to the provider's cache.
    public static final String USAGE_CACHE_CREATION_INPUT_TOKENS = "gen_ai.usage.cache_creation.input_tokens";
    /// Which tokens are counted, `input` or `output`; of metrics.
    public static final String TOKEN_TYPE = "gen_ai.token.type";
    /// The class of error an attempt ended with.
    public static final String ERROR_TYPE = "error.type";
    /// The provider's HTTP status.
    public static final String HTTP_RESPONSE_STATUS_CODE = "http.response.status_code";
    /// Which service made the span; of the resource.
    public static final String SERVICE_NAME = "service.name";

    /// The name of the whole trace, on every span.
    public static final String LANGFUSE_TRACE_NAME = "langfuse.trace.name";
    /// Labels of the trace, a list, on every span.
    public static final String LANGFUSE_TRACE_TAGS = "langfuse.trace.tags";
    /// Who the trace was made for, on every span.
    public static final String LANGFUSE_USER_ID = "langfuse.user.id";
    /// The conversation that the trace belongs to, on every span.
    public static final String LANGFUSE_SESSION_ID = "langfuse.session.id";
    /// `production`, `staging` or the like, on every span.
    public static final String LANGFUSE_ENVIRONMENT = "langfuse.environment";
    /// The operator's name of what is deployed, on every span.
    public static final String LANGFUSE_RELEASE = "langfuse.release";
    /// What a span is: `generation`, `span`, `retriever`.
    public static final String LANGFUSE_OBSERVATION_TYPE = "langfuse.observation.type";
    /// `ERROR` where it did not end well.
    public static final String LANGFUSE_OBSERVATION_LEVEL = "langfuse.observation.level";
    /// Why it did not.
    public static final String LANGFUSE_OBSERVATION_STATUS_MESSAGE = "langfuse.observation.status_message";
    /// The model that tokens and cost belong to.
    public static final String LANGFUSE_OBSERVATION_MODEL = "langfuse.observation.model.name";
    /// What the model was told, turns as JSON; of the span that a trace begins with also the trace's.
    public static final String LANGFUSE_OBSERVATION_INPUT = "langfuse.observation.input";
    /// What it answered, likewise.
    public static final String LANGFUSE_OBSERVATION_OUTPUT = "langfuse.observation.output";
    /// Tokens by kind, an object of JSON; the kinds add up.
    public static final String LANGFUSE_OBSERVATION_USAGE_DETAILS = "langfuse.observation.usage_details";
    /// US dollars by kind, an object of JSON.
    public static final String LANGFUSE_OBSERVATION_COST_DETAILS = "langfuse.observation.cost_details";
    /// When the first piece of answer came, a moment as a string of JSON (with its quotes).
    public static final String LANGFUSE_OBSERVATION_COMPLETION_START_TIME = "langfuse.observation.completion_start_time";

    /// The call that a span belongs to.
    public static final String LAKEHOUSE_CALL_ID = "lakehouse.call_id";
    /// Which try at the call it is, from 1.
    public static final String LAKEHOUSE_ATTEMPT = "lakehouse.attempt";
    /// The component that made the call.
    public static final String LAKEHOUSE_CALLER = "lakehouse.caller";
    /// The name of the key that is charged.
    public static final String LAKEHOUSE_API_KEY_ID = "lakehouse.api_key_id";
    /// What joins the calls of one request of a user.
    public static final String LAKEHOUSE_GROUP_ID = "lakehouse.group_id";
    /// The path of ours that took the call.
    public static final String LAKEHOUSE_ENDPOINT = "lakehouse.endpoint";
    /// The alias that was used.
    public static final String LAKEHOUSE_ROUTE = "lakehouse.route";
    /// The row's status.
    public static final String LAKEHOUSE_STATUS = "lakehouse.status";
    /// Who counted the tokens.
    public static final String LAKEHOUSE_USAGE_SOURCE = "lakehouse.usage_source";
    /// The cost in the currency of its price, as it stands in the row.
    public static final String LAKEHOUSE_COST = "lakehouse.cost";
    /// That currency.
    public static final String LAKEHOUSE_CURRENCY = "lakehouse.currency";
    /// The price that was applied.
    public static final String LAKEHOUSE_PRICE_ID = "lakehouse.price_id";

    /// The collection that was searched or written.
    public static final String LAKEHOUSE_COLLECTION = "lakehouse.collection";
    /// How it was searched: `text`, `vector` or `hybrid`.
    public static final String LAKEHOUSE_MODE = "lakehouse.mode";
    /// Most documents that were wanted.
    public static final String LAKEHOUSE_LIMIT = "lakehouse.limit";
    /// How many documents were found, or taken in.
    public static final String LAKEHOUSE_DOCUMENTS = "lakehouse.documents";

    private SpanAttributes() {}
}
