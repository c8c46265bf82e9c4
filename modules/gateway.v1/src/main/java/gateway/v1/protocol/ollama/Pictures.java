package gateway.v1.protocol.ollama;

import gateway.v1.call.ChatMessage.Part;
import gateway.v1.protocol.Doubts;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tells what kind of picture some bytes are, for protocols that send them without a word about it.
final class Pictures {

    /// How the kinds begin, in base64.
    private static final Map<String, String> BEGINNINGS = Map.of("iVBORw0KGgo", "image/png", "/9j/", "image/jpeg", "R0lGOD",
            "image/gif", "UklGR", "image/webp");

    private Pictures() {}

    /// The pictures of a request; one of no known kind becomes a doubt.
    static List<Part.Image> read(List<String> images, Doubts doubts) {
        var pictures = images.stream().map(Pictures::picture).flatMap(Optional::stream).toList();
        if (pictures.size() < images.size()) {
            doubts.add("images", "images of another kind than PNG, JPEG, GIF or WebP cannot be said to this model's provider");
        }
        return pictures;
    }

    private static Optional<Part.Image> picture(String base64) {
        return BEGINNINGS.entrySet().stream().filter(kind -> base64.startsWith(kind.getKey())).findFirst()
                .map(kind -> new Part.Image(kind.getValue(), base64));
    }
}
