package gateway.v1.door;

import io.helidon.common.config.Config;
import io.helidon.http.encoding.ContentEncoding;
import io.helidon.http.encoding.spi.ContentEncodingProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/// Has the server unpack bodies of gzip. Where they are taken is the door's to say.
public final class GzipCoding implements ContentEncodingProvider {

    static final Set<String> NAMES = Set.of("gzip", "x-gzip");

    @Override
    public String configKey() {
        return "gzip";
    }

    @Override
    @SuppressWarnings("removal") // the interface has no other method yet
    public ContentEncoding create(Config config, String name) {
        return new BodyCoding(NAMES, GzipCoding::unpacked);
    }

    private static InputStream unpacked(InputStream packed) {
        try {
            return new GZIPInputStream(packed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
