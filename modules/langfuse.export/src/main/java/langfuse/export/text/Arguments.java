package langfuse.export.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.function.UnaryOperator;

/// A call's arguments without what is private. They are JSON: what is private is looked for in its strings, numbers and names, not
/// in how it is written; where it is incomplete, in the text.
///
/// @param redactor takes out what is private
record Arguments(UnaryOperator<String> redactor) implements UnaryOperator<String> {

    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    @Override
    public String apply(String arguments) {
        try {
            return redacted(JSON.readTree(arguments)).toString();
        } catch (JsonProcessingException incomplete) {
            return redactor.apply(arguments);
        }
    }

    private JsonNode redacted(JsonNode node) {
        if (node.isObject()) {
            var object = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(member -> object.set(redactor.apply(member.getKey()), redacted(member.getValue())));
            return object;
        }
        if (node.isArray()) {
            var array = JsonNodeFactory.instance.arrayNode();
            node.forEach(item -> array.add(redacted(item)));
            return array;
        }
        var text = node.asText();
        var told = redactor.apply(text);
        return told.equals(text) ? node : JsonNodeFactory.instance.textNode(told);
    }
}
