package vectord.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/// A document that was found, by the chunk of it that fits best.
///
/// @param id the document's id
/// @param title its title, empty where it has none
/// @param text the chunk's text
/// @param score its fit; higher is better, comparable within one answer only
/// @param metadata the document's metadata
/// @param chunk the chunk's number
public record Hit(String id, String title, String text, double score, Map<String, JsonNode> metadata, int chunk) {

    /// The same, scored anew.
    public Hit scored(double anew) {
        return new Hit(id, title, text, anew, metadata, chunk);
    }
}
