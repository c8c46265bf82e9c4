package ai.client.direct;

import ai.client.AiClient;
import ai.client.http.HttpTransport;
import java.net.URI;
import java.util.Map;

/// Calls to one model server that speaks Ollama's API: typed ones, and raw exchanges.
public interface DirectAiClient extends AiClient, RawClient {

    /// A client of the server at `baseUrl`.
    ///
    /// @param headers sent with every request, such as `authorization`
    static DirectAiClient to(URI baseUrl, Map<String, String> headers, Timeouts timeouts) {
        return new OllamaClient(new HttpTransport(baseUrl, headers, timeouts));
    }

    @Override
    void close();
}
