package vectord.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A document as it was sent.
///
/// @param id what it is known by within its collection; at most [#MAX_ID] characters
/// @param title its title, empty where it has none
/// @param text its text, never blank
/// @param metadata the rest of its fields, by name; none of them null
public record Document(String id, String title, String text, Map<String, JsonNode> metadata) {

    /// Most characters of an id.
    public static final int MAX_ID = 512;

    public Document {
        if (id.isEmpty() || id.length() > MAX_ID) {
            throw new IllegalArgumentException("an id has 1 to " + MAX_ID + " characters, not " + id.length());
        }
        if (text.isBlank()) {
            throw new IllegalArgumentException("document " + id + " has no text");
        }
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }
}
