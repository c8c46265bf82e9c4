package gateway.v1.door;

import io.helidon.http.encoding.ContentDecoder;
import io.helidon.http.encoding.ContentEncoder;
import io.helidon.http.encoding.ContentEncoding;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Codings of requests' bodies (`content-encoding`), as the server is told of them. Answers are never coded.
///
/// @param ids their names; the server compares them letter by letter
/// @param decoder reads a body
record BodyCoding(Set<String> ids, ContentDecoder decoder) implements ContentEncoding {

    BodyCoding {
        ids = ids.stream().flatMap(id -> Stream.of(id, id.toUpperCase(Locale.ROOT))).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean supportsEncoding() {
        return false;
    }

    @Override
    public boolean supportsDecoding() {
        return true;
    }

    @Override
    public ContentEncoder encoder() {
        return ContentEncoder.NO_OP;
    }

    @Override
    public String name() {
        return String.join("-", ids);
    }

    @Override
    public String type() {
        return name();
    }
}
