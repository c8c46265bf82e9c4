package ai.client.direct;

import ai.client.AiClient;
import ai.client.http.HttpTransport;
import java.net.URI;
import java.util.Map;

/// Calls to one model server that speaks Ollama's API: typed ones, and raw exchanges in which nothing is understood
/// and so nothing is lost. Reuses connections; repeats no request.
public interface DirectAiClient extends AiClient {

    /// A client of the server at `baseUrl`.
    ///
    /// @param headers sent with every request, such as `authorization`
    static DirectAiClient to(URI baseUrl, Map<String, String> headers, Timeouts timeouts) {
        return new OllamaClient(new HttpTransport(baseUrl, headers, timeouts));
    }

    /// Sends a request and waits for the head of its answer, whatever its status.
    ///
    /// @throws ai.client.AiException `connect` where nothing was sent, `cut` where the server hung up, `timeout`
    RawExchange exchange(RawRequest request);
}
