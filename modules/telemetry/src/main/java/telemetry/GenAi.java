package telemetry;

/// Names of OpenTelemetry's semantic conventions for generative AI, v1.41.1: the one place where they are spelled.
///
/// Source: the OpenTelemetry registry of attributes (`gen_ai.*`, `error.*`, `server.*`).
public final class GenAi {

    /// What was done: `chat`, `text_completion`, `embeddings` or `rerank`.
    public static final String OPERATION_NAME = "gen_ai.operation.name";
    /// The provider as configured here.
    public static final String PROVIDER_NAME = "gen_ai.provider.name";
    /// The model that was asked for.
    public static final String REQUEST_MODEL = "gen_ai.request.model";
    /// The model that the provider says has answered.
    public static final String RESPONSE_MODEL = "gen_ai.response.model";
    /// The provider's own id of its answer.
    public static final String RESPONSE_ID = "gen_ai.response.id";
    /// Why generation ended, a list.
    public static final String RESPONSE_FINISH_REASONS = "gen_ai.response.finish_reasons";
    /// All input tokens, cached ones included.
    public static final String USAGE_INPUT_TOKENS = "gen_ai.usage.input_tokens";
    /// All output tokens.
    public static final String USAGE_OUTPUT_TOKENS = "gen_ai.usage.output_tokens";
    /// The part of the input that came from the provider's cache.
    public static final String USAGE_CACHE_READ_INPUT_TOKENS = "gen_ai.usage.cache_read.input_tokens";
    /// The part of the input that was written to the provider's cache.
    public static final String USAGE_CACHE_CREATION_INPUT_TOKENS = "gen_ai.usage.cache_creation.input_tokens";
    /// Which tokens are counted: `input` or `output`.
    public static final String TOKEN_TYPE = "gen_ai.token.type";
    /// The class of error an attempt ended with.
    public static final String ERROR_TYPE = "error.type";

    private GenAi() {}
}
