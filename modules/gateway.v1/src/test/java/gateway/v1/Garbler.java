package gateway.v1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Json;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Makes bad requests of good ones, the same ones for the same seed.
final class Garbler {

    private final Random random;

    Garbler(long seed) {
        random = new Random(seed);
    }

    byte[] garble(String good) throws IOException {
        byte[] bytes = good.getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(8)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> flipped(bytes);
            case 2 -> (good + pick("x", "{}", "]", "\u0000", ",")).getBytes(StandardCharsets.UTF_8);
            case 3 -> pick("", "null", "[]", "42", "\"text\"", "{", "{}", "[[[[", "\uFEFF{}").getBytes(StandardCharsets.UTF_8);
            case 4 -> ("{\"messages\":" + "[".repeat(random.nextInt(5000)) + "}").getBytes(StandardCharsets.UTF_8);
            default -> Json.bytes(withWrongValue(Json.MAPPER.readTree(good)));
        };
    }

    private byte[] flipped(byte[] bytes) {
        byte[] flipped = bytes.clone();
        for (int at = 0; at <= random.nextInt(4); at++) {
            flipped[random.nextInt(flipped.length)] = (byte) (0x80 | random.nextInt(128));
        }
        return flipped;
    }

    private JsonNode withWrongValue(JsonNode root) {
        var holders = new ArrayList<JsonNode>();
        collect(root, holders);
        var holder = holders.get(random.nextInt(holders.size()));
        if (holder instanceof ObjectNode object && !object.isEmpty()) {
            var names = new ArrayList<String>();
            object.fieldNames().forEachRemaining(names::add);
            object.set(names.get(random.nextInt(names.size())), value());
        } else if (holder instanceof ArrayNode array && !array.isEmpty()) {
            array.set(random.nextInt(array.size()), value());
        }
        return root;
    }

    private static void collect(JsonNode node, List<JsonNode> holders) {
        if (node.isContainerNode()) {
            holders.add(node);
            node.forEach(child -> collect(child, holders));
        }
    }

    private JsonNode value() {
        var make = JsonNodeFactory.instance;
        return switch (random.nextInt(12)) {
            case 0 -> make.nullNode();
            case 1 -> make.booleanNode(random.nextBoolean());
            case 2 -> make.numberNode(-random.nextInt(1000));
            case 3 -> make.numberNode(BigInteger.TEN.pow(random.nextInt(300)));
            case 4 -> make.numberNode(random.nextDouble() * 1e300);
            case 5 -> make.textNode("");
            case 6 -> make.textNode("x".repeat(random.nextInt(300_000)));
            case 7 -> make.textNode("\u0000\u001b[31m\uD800");
            case 8 -> nested(random.nextInt(190));
            case 9 -> make.arrayNode().add(1).add("two").addNull();
            case 10 -> make.objectNode().put("type", "function").put("x", 1);
            default -> make.objectNode();
        };
    }

    private static JsonNode nested(int depth) {
        JsonNode node = JsonNodeFactory.instance.textNode("deep");
        for (int at = 0; at < depth; at++) {
            node = at % 2 == 0
                    ? JsonNodeFactory.instance.arrayNode().add(node)
                    : JsonNodeFactory.instance.objectNode().set("a", node);
        }
        return node;
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
