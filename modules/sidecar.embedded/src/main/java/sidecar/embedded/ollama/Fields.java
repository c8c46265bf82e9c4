package sidecar.embedded.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import sidecar.embedded.SidecarException;
import sidecar.embedded.SidecarException.Code;

/// The fields of a JSON object in a request, read with care: `null` is absent, and what has the wrong type throws
/// `BAD_REQUEST` naming the field. Half surrogate pairs, which are no text, become U+FFFD.
final class Fields {

    private static final Pattern HALF_PAIR = Pattern.compile("\\p{Cs}");

    private final String path;
    private final ObjectNode object;

    /// The fields of a whole body.
    Fields(ObjectNode object) {
        this("", object);
    }

    private Fields(String path, ObjectNode object) {
        this.path = path;
        this.object = object;
    }

    /// A refusal of what the request says.
    static SidecarException refused(String message) {
        return new SidecarException(Code.BAD_REQUEST, message);
    }

    /// The name of a field, as messages have it.
    String name(String field) {
        return path + field;
    }

    boolean has(String field) {
        return value(field).isPresent();
    }

    Optional<String> text(String field) {
        return value(field).map(value -> text(name(field), value));
    }

    String requiredText(String field) {
        return text(field).orElseThrow(() -> refused(name(field) + " is required"));
    }

    boolean flag(String field, boolean otherwise) {
        return value(field).map(value -> {
            if (!value.isBoolean()) {
                throw refused(name(field) + " must be true or false");
            }
            return value.booleanValue();
        }).orElse(otherwise);
    }

    OptionalInt integer(String field) {
        return value(field).map(value -> {
            if (!value.isIntegralNumber() || !value.canConvertToInt()) {
                throw refused(name(field) + " must be a whole number");
            }
            return OptionalInt.of(value.intValue());
        }).orElse(OptionalInt.empty());
    }

    /// A list of texts.
    Optional<List<String>> texts(String field) {
        return list(field).map(values -> {
            var texts = new ArrayList<String>(values.size());
            values.forEach(value -> texts.add(text(name(field) + "[" + texts.size() + "]", value)));
            return texts;
        });
    }

    /// A list of objects.
    List<Fields> objects(String field) {
        var objects = new ArrayList<Fields>();
        list(field).ifPresent(values -> values
                .forEach(value -> objects.add(object(name(field) + "[" + objects.size() + "]", value))));
        return objects;
    }

    /// An object; without one, its fields are absent.
    Fields object(String field) {
        return value(field).map(value -> object(name(field), value))
                .orElseGet(() -> new Fields(JsonNodeFactory.instance.objectNode()));
    }

    /// Whether the field is a list.
    boolean isList(String field) {
        return value(field).filter(JsonNode::isArray).isPresent();
    }

    /// Whether the field says something: not `false`, nor an empty text, list or object.
    boolean asks(String field) {
        return value(field).filter(value -> !(value.isBoolean() && !value.booleanValue()))
                .filter(value -> !(value.isTextual() && value.textValue().isEmpty()))
                .filter(value -> !(value.isContainerNode() && value.isEmpty())).isPresent();
    }

    private Optional<JsonNode> list(String field) {
        return value(field).map(value -> {
            if (!value.isArray()) {
                throw refused(name(field) + " must be a list");
            }
            return value;
        });
    }

    private Optional<JsonNode> value(String field) {
        return Optional.ofNullable(object.get(field)).filter(value -> !value.isNull());
    }

    private static Fields object(String name, JsonNode value) {
        if (value instanceof ObjectNode object) {
            return new Fields(name + ".", object);
        }
        throw refused(name + " must be an object");
    }

    private static String text(String name, JsonNode value) {
        if (!value.isTextual()) {
            throw refused(name + " must be a string");
        }
        return HALF_PAIR.matcher(value.textValue()).replaceAll("\uFFFD");
    }
}
