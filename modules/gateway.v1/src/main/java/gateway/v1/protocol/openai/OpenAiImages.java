package gateway.v1.protocol.openai;

import gateway.v1.call.ChatMessage.Part;
import gateway.v1.protocol.Body;
import gateway.v1.protocol.Doubts;
import java.util.regex.Pattern;

/// Images, as chat completions and responses have them.
final class OpenAiImages {

    private static final Pattern DATA_URL = Pattern.compile("data:([\\w.+/-]+);base64,(.+)", Pattern.DOTALL);

    private OpenAiImages() {}

    /// How closely an image is looked at.
    ///
    /// @param where what the image belongs to
    static void detail(String where, Body image, Doubts doubts) {
        image.text("detail").filter(how -> !how.equals("auto"))
                .ifPresent(how -> doubts.add(where, "an image's detail cannot be said to this model's provider"));
    }

    /// An image by its address, which may hold its bytes.
    static Part of(String url) {
        var data = DATA_URL.matcher(url);
        return data.matches() ? new Part.Image(data.group(1), data.group(2)) : new Part.ImageUrl(url);
    }
}
