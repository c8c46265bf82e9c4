package vectord.service.http;

import ai.client.ModelRef;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import vectord.service.VectorsException;
import vectord.service.json.Json;

/// The JSON object that a request consists of, read field by field; what does not fit is refused by the field's name.
///
/// @param object the object
/// @param prefix the path it stands at, for messages
record Body(JsonNode object, String prefix) {

    /// Reads a request; an empty one is an empty object.
    static Body of(byte[] body, Set<String> known) {
        var tree = tree(body);
        if (tree.isMissingNode()) {
            return new Body(Json.tree("{}".getBytes(StandardCharsets.UTF_8)), "");
        }
        if (!tree.isObject()) {
            throw VectorsException.invalid("body", "the body is " + kind(tree) + ", not a JSON object");
        }
        return new Body(tree, "").only(known);
    }

    /// Reads any JSON.
    static JsonNode tree(byte[] body) {
        try {
            return Json.tree(body);
        } catch (UncheckedIOException e) {
            var at = e.getCause() instanceof JsonProcessingException json && json.getLocation() != null
                    ? " (line " + json.getLocation().getLineNr() + ", column " + json.getLocation().getColumnNr() + ")"
                    : "";
            throw VectorsException.invalid("body", "the body is not JSON" + at);
        }
    }

    private Body only(Set<String> known) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw VectorsException.invalid(prefix + name, "there is no field " + prefix + name + " here");
            }
        });
        return this;
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> VectorsException.invalid(prefix + name, prefix + name + " is missing"));
    }

    Optional<String> optionalText(String name) {
        return field(name).map(node -> {
            if (!node.isTextual()) {
                throw wrong(name, node, "a string");
            }
            return node.asText();
        });
    }

    OptionalInt optionalInt(String name) {
        return field(name).map(node -> {
            if (!node.isIntegralNumber() || !node.canConvertToInt()) {
                throw wrong(name, node, "a whole number");
            }
            return OptionalInt.of(node.intValue());
        }).orElse(OptionalInt.empty());
    }

    Optional<Body> optionalObject(String name, Set<String> known) {
        return object(name).map(node -> new Body(node, prefix + name + ".").only(known));
    }

    Map<String, JsonNode> optionalFields(String name) {
        var fields = new LinkedHashMap<String, JsonNode>();
        object(name).ifPresent(node -> node.properties().forEach(field -> fields.put(field.getKey(), field.getValue())));
        return fields;
    }

    <E extends Enum<E>> Optional<E> optionalEnum(String name, Class<E> type) {
        return optionalText(name).map(value -> {
            for (var constant : type.getEnumConstants()) {
                if (constant.name().toLowerCase(Locale.ROOT).equals(value)) {
                    return constant;
                }
            }
            throw VectorsException.invalid(prefix + name, prefix + name + " is one of "
                    + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT));
        });
    }

    /// The model that the fields `provider` and `model` name.
    ModelRef model() {
        return new ModelRef(optionalText("provider"), optionalText("model"));
    }

    private Optional<JsonNode> object(String name) {
        return field(name).map(node -> {
            if (!node.isObject()) {
                throw wrong(name, node, "an object");
            }
            return node;
        });
    }

    private Optional<JsonNode> field(String name) {
        return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
    }

    private VectorsException wrong(String name, JsonNode node, String wanted) {
        return VectorsException.invalid(prefix + name, prefix + name + " is " + kind(node) + ", not " + wanted);
    }

    /// What kind of JSON value that is, for messages.
    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT, POJO -> "an object";
            case BOOLEAN -> "a boolean";
            case NUMBER -> "a number";
            case STRING, BINARY -> "a string";
            case NULL -> "null";
            case MISSING -> "nothing";
        };
    }
}
