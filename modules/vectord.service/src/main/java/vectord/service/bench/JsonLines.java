package vectord.service.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import vectord.service.json.Json;

/// A file of JSON objects, one a line, each with `id` and `text`.
final class JsonLines {

    private JsonLines() {}

    /// The texts by id, in the file's order.
    static Map<String, String> texts(Path file) throws IOException {
        var texts = new LinkedHashMap<String, String>();
        try {
            for (var line : Files.readAllLines(file)) {
                if (!line.isBlank()) {
                    var object = Json.tree(line.getBytes(StandardCharsets.UTF_8));
                    texts.put(object.path("id").asText(), object.path("text").asText());
                }
            }
        } catch (UncheckedIOException e) {
            throw new IOException(file + " is not JSON Lines", e);
        }
        return texts;
    }
}
