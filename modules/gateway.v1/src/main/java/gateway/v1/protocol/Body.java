package gateway.v1.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Fault;
import gateway.v1.call.Json;
import gateway.v1.call.Selection;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/// A request's body, read field by field; whatever is of the wrong type is named. A field that is `null` is not there.
///
/// All readers throw [gateway.v1.call.GatewayException] `invalid_request`.
///
/// @param json the body
public record Body(ObjectNode json) {

    public static Body parse(byte[] bytes) {
        try {
            if (Json.MAPPER.readTree(bytes) instanceof ObjectNode object) {
                return new Body(object);
            }
            throw Fault.invalid("body", "the body is not a JSON object").asException();
        } catch (JsonProcessingException e) {
            throw Fault.invalid("body", "the body is not JSON" + Optional.ofNullable(e.getLocation())
                    .map(where -> ": line " + where.getLineNr() + ", column " + where.getColumnNr())
                    .orElse(", or is nested too deep or too long in one place")).asException();
        } catch (IOException e) {
            throw Fault.invalid("body", "the body is not JSON in UTF-8").asException();
        }
    }

    /// A body that may be left out, which stands for an empty object.
    public static Body orEmpty(byte[] bytes) {
        return bytes.length == 0 ? new Body(Json.object()) : parse(bytes);
    }

    public Selection selection() {
        return new Selection(text("provider"), text("model"));
    }

    public Optional<JsonNode> field(String name) {
        return Optional.ofNullable(json.get(name)).filter(node -> !node.isNull());
    }

    public Optional<String> text(String name) {
        return field(name).map(node -> expect(node.isTextual(), name, "a string", node).textValue());
    }

    public String requiredText(String name) {
        return text(name).orElseThrow(() -> Fault.invalid(name, name + " is missing").asException());
    }

    public boolean flag(String name, boolean otherwise) {
        return field(name).map(node -> expect(node.isBoolean(), name, "true or false", node).booleanValue()).orElse(otherwise);
    }

    public OptionalDouble number(String name) {
        return field(name).map(node -> OptionalDouble.of(expect(node.isNumber(), name, "a number", node).doubleValue()))
                .orElseGet(OptionalDouble::empty);
    }

    public OptionalLong whole(String name) {
        return field(name)
                .map(node -> OptionalLong
                        .of(expect(node.isIntegralNumber() && node.canConvertToLong(), name, "a whole number", node).longValue()))
                .orElseGet(OptionalLong::empty);
    }

    /// A whole number of any size.
    public Optional<BigInteger> integer(String name) {
        return field(name).map(node -> expect(node.isIntegralNumber(), name, "a whole number", node).bigIntegerValue());
    }

    /// A whole number of at least 1.
    public OptionalInt count(String name) {
        return field(name)
                .map(node -> OptionalInt.of(expect(node.isIntegralNumber() && node.canConvertToInt() && node.intValue() > 0, name,
                        "a whole number above 0", node).intValue()))
                .orElseGet(OptionalInt::empty);
    }

    /// A string, or a list of strings.
    public List<String> texts(String name) {
        return field(name).map(node -> node.isTextual() ? List.of(node.textValue()) : list(name, node)).orElse(List.of());
    }

    /// An object that must be there.
    public Body object(String name) {
        return field(name).map(node -> new Body((ObjectNode) expect(node.isObject(), name, "an object", node)))
                .orElseThrow(() -> Fault.invalid(name, name + " is missing").asException());
    }

    /// A list of objects.
    public List<Body> objects(String name) {
        return field(name).map(node -> expect(node.isArray(), name, "a list", node))
                .map(node -> StreamSupport.stream(node.spliterator(), false)
                        .map(item -> new Body((ObjectNode) expect(item.isObject(), name, "a list of objects", item))).toList())
                .orElse(List.of());
    }

    /// Refuses by name every field that is there, is not among the known and would change the answer.
    public void refuseOthers(Set<String> known, Collection<String> harmless) {
        var unknown = new TreeSet<String>();
        json.properties().stream().filter(field -> !field.getValue().isNull()).map(Map.Entry::getKey)
                .filter(name -> !known.contains(name) && !harmless.contains(name)).forEach(unknown::add);
        if (!unknown.isEmpty()) {
            throw Fault.unsupported(unknown.first(), "not supported here: " + String.join(", ", unknown)).asException();
        }
    }

    private static List<String> list(String name, JsonNode node) {
        expect(node.isArray(), name, "a string or a list of strings", node);
        return StreamSupport.stream(node.spliterator(), false)
                .map(item -> expect(item.isTextual(), name, "a list of strings", item).textValue()).toList();
    }

    private static JsonNode expect(boolean holds, String name, String expected, JsonNode node) {
        if (!holds) {
            throw Fault
                    .invalid(name, name + " must be " + expected + ", not " + node.getNodeType().name().toLowerCase(Locale.ROOT))
                    .asException();
        }
        return node;
    }
}
