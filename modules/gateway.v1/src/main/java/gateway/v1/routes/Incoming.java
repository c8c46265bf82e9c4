package gateway.v1.routes;

import gateway.v1.call.BodyBytes;
import gateway.v1.call.Fault;
import gateway.v1.call.GatewayException;
import gateway.v1.call.Passage;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import usage.store.ErrorType;

/// What is taken from a request as the server has it.
final class Incoming {

    private Incoming() {}

    /// A request's body.
    ///
    /// @throws GatewayException `body_too_large`
    /// @throws UncheckedIOException where it cannot be read
    static byte[] bytes(ServerRequest request, long maxBodyBytes) {
        var announced = request.headers().contentLength();
        if (announced.isPresent() && announced.getAsLong() > maxBodyBytes) {
            throw tooLarge(maxBodyBytes);
        }
        byte[] bytes = read(request, maxBodyBytes);
        if (bytes.length > maxBodyBytes) {
            throw tooLarge(maxBodyBytes);
        }
        return bytes;
    }

    private static byte[] read(ServerRequest request, long maxBodyBytes) {
        try (var in = request.content().inputStream()) {
            return BodyBytes.read(in, unpackedLength(request.headers()), (int) Math.min(Integer.MAX_VALUE - 8, maxBodyBytes + 1));
        } catch (IOException | RuntimeException e) {
            // The server's reader has many words for a body that breaks off, or is not what its head says.
            throw new UncheckedIOException("the body cannot be read: it breaks off, or its chunks or its packing are broken",
                    new IOException(e));
        }
    }

    /// Of a packed body the head names another length.
    private static OptionalLong unpackedLength(ServerRequestHeaders headers) {
        return headers.contains(HeaderNames.CONTENT_ENCODING) ? OptionalLong.empty() : headers.contentLength();
    }

    private static GatewayException tooLarge(long maxBodyBytes) {
        return new Fault(ErrorType.BODY_TOO_LARGE, 413, "the body is over the limit of " + maxBodyBytes + " bytes").asException();
    }

    /// With the headers of these names; one that came several times is one list.
    static Passage withHeaders(Passage passage, Set<String> names, ServerRequest request) {
        var headers = new HashMap<String, String>();
        names.forEach(name -> {
            var values = request.headers().all(HeaderNames.create(name), List::of);
            if (!values.isEmpty()) {
                headers.put(name, String.join(",", values));
            }
        });
        return new Passage(passage.protocol(), passage.path(), passage.body(), headers);
    }
}
