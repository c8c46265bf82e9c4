package telemetry;

/// Names of the labels of Lakehouse's metrics. Each has a bounded number of values; none tells of a key, a user or a text.
public final class MetricLabel {

    /// What was asked of a model.
    public static final String OPERATION = spelled(SpanAttributes.OPERATION_NAME);
    /// The provider as configured.
    public static final String PROVIDER = spelled(SpanAttributes.PROVIDER_NAME);
    /// The model that the provider was asked for, or [#OTHER].
    public static final String REQUEST_MODEL = spelled(SpanAttributes.REQUEST_MODEL);
    /// The model that the provider says has answered, or [#OTHER]; empty where it has not said.
    public static final String RESPONSE_MODEL = spelled(SpanAttributes.RESPONSE_MODEL);
    /// `input` or `output`.
    public static final String TOKEN_TYPE = spelled(SpanAttributes.TOKEN_TYPE);
    /// Why an attempt did not end well; empty where it did.
    public static final String ERROR_TYPE = spelled(SpanAttributes.ERROR_TYPE);
    /// How an attempt ended.
    public static final String STATUS = "status";
    /// Why a request was turned away.
    public static final String REASON = "reason";

    /// What stands for all further values of a label that has enough of them.
    public static final String OTHER = "other";

    private MetricLabel() {}

    /// Prometheus has no dots in names.
    private static String spelled(String attribute) {
        return attribute.replace('.', '_');
    }
}
