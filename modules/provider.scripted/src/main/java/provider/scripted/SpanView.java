package provider.scripted;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;

/// A span that was received, in the words of its protocol for people.
///
/// @param span as it came
public record SpanView(Span span) {

    /// All attributes: text, numbers, and lists of text.
    public Map<String, Object> attributes() {
        return span.getAttributesList().stream()
                .collect(Collectors.toMap(attribute -> attribute.getKey(), attribute -> value(attribute.getValue())));
    }

    /// Whether it is an error.
    public boolean isError() {
        return span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR;
    }

    /// Its id in hexadecimal digits.
    public String id() {
        return hex(span.getSpanId().toByteArray());
    }

    /// Its parent's.
    public String parent() {
        return hex(span.getParentSpanId().toByteArray());
    }

    /// Its trace's.
    public String trace() {
        return hex(span.getTraceId().toByteArray());
    }

    private static Object value(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case INT_VALUE -> value.getIntValue();
            case DOUBLE_VALUE -> value.getDoubleValue();
            case BOOL_VALUE -> value.getBoolValue();
            case ARRAY_VALUE -> value.getArrayValue().getValuesList().stream().map(SpanView::value).toList();
            default -> throw new AssertionError("not expected: " + value);
        };
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
