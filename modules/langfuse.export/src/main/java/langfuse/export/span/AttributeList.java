package langfuse.export.span;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Attributes on their way into a span. What is not known is left out.
final class AttributeList {

    private final List<KeyValue> attributes = new ArrayList<>();

    AttributeList text(String name, String value) {
        return add(name, text(value));
    }

    AttributeList text(String name, Optional<String> value) {
        value.ifPresent(known -> text(name, known));
        return this;
    }

    AttributeList number(String name, long value) {
        return add(name, AnyValue.newBuilder().setIntValue(value).build());
    }

    AttributeList number(String name, OptionalLong value) {
        value.ifPresent(known -> number(name, known));
        return this;
    }

    AttributeList decimal(String name, double value) {
        return add(name, AnyValue.newBuilder().setDoubleValue(value).build());
    }

    /// That something is so.
    AttributeList flag(String name) {
        return add(name, AnyValue.newBuilder().setBoolValue(true).build());
    }

    AttributeList texts(String name, List<String> values) {
        return values.isEmpty()
                ? this
                : add(name, AnyValue.newBuilder().setArrayValue(
                        ArrayValue.newBuilder().addAllValues(values.stream().map(AttributeList::text).toList())).build());
    }

    /// Values as [telemetry.EndedSpan] has them; those of other types as they show themselves.
    AttributeList all(Map<String, Object> values) {
        values.forEach((name, value) -> {
            switch (value) {
                case Long number -> number(name, number);
                case List<?> list -> texts(name, list.stream().map(Object::toString).toList());
                default -> text(name, value.toString());
            }
        });
        return this;
    }

    List<KeyValue> list() {
        return List.copyOf(attributes);
    }

    private AttributeList add(String name, AnyValue value) {
        attributes.add(KeyValue.newBuilder().setKey(name).setValue(value).build());
        return this;
    }

    private static AnyValue text(String value) {
        return AnyValue.newBuilder().setStringValue(value).build();
    }
}
