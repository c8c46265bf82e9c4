package vectord.service.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vectord.service.Document;
import vectord.service.http.Verdict.Error;
import vectord.service.http.Verdict.Place;

/// The documents of one request, judged one by one. Of two with the same id the first goes in.
final class Batch {

    private final List<Document> accepted = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private final Map<String, Place> places = new HashMap<>();

    /// The documents that go in.
    List<Document> accepted() {
        return accepted;
    }

    /// What is to be said of the others, and of what was left out of some.
    List<Verdict> verdicts() {
        return verdicts;
    }

    /// Number of documents that do not go in.
    long rejected() {
        return verdicts.stream().filter(verdict -> verdict.status().equals("rejected")).count();
    }

    void refuse(Place place, Error error, String detail) {
        refuse(place, Optional.empty(), error, detail);
    }

    private void refuse(Place place, Optional<String> id, Error error, String detail) {
        verdicts.add(new Verdict(place, id, error, detail));
    }

    void judge(Place place, JsonNode node) {
        if (!node.isObject()) {
            refuse(place, Error.NOT_AN_OBJECT, "a document is a JSON object, this is " + Body.kind(node));
            return;
        }
        var id = node.path("id");
        if (id.isMissingNode() || id.isNull() || id.asText().isEmpty() && id.isTextual()) {
            refuse(place, Error.MISSING_ID, "it has no id");
        } else if (!id.isTextual() && !id.isIntegralNumber()) {
            refuse(place, Error.INVALID_ID, "id is " + Body.kind(id) + ", not a string");
        } else if (id.asText().length() > Document.MAX_ID) {
            refuse(place, Error.INVALID_ID,
                    "id has " + id.asText().length() + " characters; at most " + Document.MAX_ID + " are taken");
        } else if (id.asText().chars().anyMatch(Character::isISOControl)) {
            refuse(place, Error.INVALID_ID, "id has a control character in it");
        } else {
            judge(place, id.asText(), node);
        }
    }

    private void judge(Place place, String id, JsonNode node) {
        var title = node.path("title");
        var text = node.path("text");
        if (!isUnicode(node)) {
            refuse(place, Error.INVALID_UTF8, "it has half of a surrogate pair in it");
        } else if (places.containsKey(id)) {
            refuse(place, Optional.of(id), Error.DUPLICATE_ID, "the same id as " + places.get(id) + ", which goes in");
        } else if (!isTextOrNothing(title)) {
            refuse(place, Optional.of(id), Error.WRONG_TYPE, "title is " + Body.kind(title) + ", not a string");
        } else if (!isTextOrNothing(text)) {
            refuse(place, Optional.of(id), Error.WRONG_TYPE, "text is " + Body.kind(text) + ", not a string");
        } else if (text.asText("").isBlank()) {
            refuse(place, Optional.of(id), Error.EMPTY_TEXT, "it has no text");
        } else {
            accepted.add(new Document(id, title.asText(""), text.asText(), metadata(place, id, node)));
            places.put(id, place);
        }
    }

    /// All other fields; an object named `metadata` counts as if its fields stood beside it, as it does in answers.
    private Map<String, JsonNode> metadata(Place place, String id, JsonNode node) {
        var metadata = new LinkedHashMap<String, JsonNode>();
        var nulls = new ArrayList<String>();
        node.properties().forEach(field -> {
            switch (field.getKey()) {
                case "id", "title", "text" -> {
                }
                case "metadata" -> {
                    if (field.getValue().isObject()) {
                        field.getValue().properties().forEach(inner -> put(inner, metadata, nulls));
                    } else {
                        put(field, metadata, nulls);
                    }
                }
                default -> put(field, metadata, nulls);
            }
        });
        if (!nulls.isEmpty()) {
            refuse(place, Optional.of(id), Error.NULL_METADATA, "left out, being null: " + String.join(", ", nulls));
        }
        return metadata;
    }

    private static void put(Map.Entry<String, JsonNode> field, Map<String, JsonNode> metadata, List<String> nulls) {
        if (field.getValue().isNull()) {
            nulls.add(field.getKey());
        } else {
            metadata.put(field.getKey(), field.getValue());
        }
    }

    private static boolean isTextOrNothing(JsonNode node) {
        return node.isTextual() || node.isNull() || node.isMissingNode();
    }

    private static boolean isUnicode(JsonNode node) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(node.toString());
    }
}
