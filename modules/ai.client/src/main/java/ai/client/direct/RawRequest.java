package ai.client.direct;

import java.util.Map;

/// A request as bytes.
///
/// @param method HTTP method
/// @param path path below the server's base URL, starting with a slash; a query may follow, its values not encoded and in no order
/// @param headers sent as they are; the transport adds only `host`, the body's length and the connection's own
/// @param body empty: none
public record RawRequest(String method, String path, Map<String, String> headers, byte[] body) {

    public RawRequest {
        headers = Map.copyOf(headers);
    }
}
