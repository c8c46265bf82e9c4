package gateway.v1.door;

import io.helidon.common.config.Config;
import io.helidon.http.encoding.ContentDecoder;
import io.helidon.http.encoding.ContentEncoding;
import io.helidon.http.encoding.spi.ContentEncodingProvider;
import java.util.Set;

/// Has the server let bodies of other codings in, so that the door can refuse them: by itself it answers what it does not know
/// with an empty 400, and nobody counts it.
public final class OtherCodings implements ContentEncodingProvider {

    /// Those that are registered for HTTP.
    private static final Set<String> NAMES = Set.of("aes128gcm", "br", "compress", "dcb", "dcz", "deflate", "exi", "identity",
            "pack200-gzip", "x-compress", "zstd");

    @Override
    public String configKey() {
        return "others";
    }

    @Override
    @SuppressWarnings("removal") // the interface has no other method yet
    public ContentEncoding create(Config config, String name) {
        return new BodyCoding(NAMES, ContentDecoder.NO_OP);
    }
}
