package vectord.service.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import vectord.service.json.Json;

/// A collection of a running Lakehouse, over HTTP. The only place of this module that is an HTTP client: it talks to
/// `/vectors` from outside, never to a model.
final class RemoteCollection implements Closeable {

    private static final String JSON = "application/json";

    private final HttpClient http = HttpClient.newHttpClient();
    private final BenchOptions options;
    private final String name;

    private RemoteCollection(BenchOptions options) {
        this.options = options;
        this.name = options.collection().orElseGet(() -> "bench-retrieval-" + System.currentTimeMillis());
    }

    /// Creates the collection; refuses one that exists.
    static RemoteCollection create(BenchOptions options) throws IOException {
        var collection = new RemoteCollection(options);
        if (collection.status("GET", "", JSON, new byte[0]) == 200) {
            throw new IOException("collection " + collection.name + " exists already; the bench needs one of its own");
        }
        collection.send("PUT", "", JSON, new byte[0]);
        return collection;
    }

    String name() {
        return name;
    }

    JsonNode ingest(byte[] jsonLines) throws IOException {
        return send("POST", "/documents?wait=true", "application/x-ndjson", jsonLines);
    }

    JsonNode status() throws IOException {
        return send("GET", "", JSON, new byte[0]);
    }

    List<String> query(String text, String mode, int limit) throws IOException {
        var ids = new ArrayList<String>();
        var query = Json.bytes(Map.of("text", text, "mode", mode, "limit", limit));
        send("POST", "/query", JSON, query).path("data").forEach(hit -> ids.add(hit.path("id").asText()));
        return ids;
    }

    private int status(String method, String path, String type, byte[] body) throws IOException {
        return exchange(method, path, type, body).status;
    }

    private JsonNode send(String method, String path, String type, byte[] body) throws IOException {
        var answer = exchange(method, path, type, body);
        if (answer.status >= 300) {
            throw new IOException(
                    method + " " + uri(path) + ": " + answer.status + " " + new String(answer.body, StandardCharsets.UTF_8));
        }
        return Json.tree(answer.body);
    }

    private Answer exchange(String method, String path, String type, byte[] body) throws IOException {
        var request = HttpRequest.newBuilder(URI.create(uri(path))).header("content-type", type).method(method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        options.key().ifPresent(key -> request.header("authorization", "Bearer " + key));
        try {
            var response = http.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(method + " " + uri(path));
        }
    }

    private String uri(String path) {
        var base = options.url().toString();
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/vectors/" + name + path;
    }

    /// Removes the collection, where the bench has named it.
    @Override
    public void close() throws IOException {
        if (options.collection().isEmpty()) {
            send("DELETE", "", JSON, new byte[0]);
        }
        http.close();
    }

    private record Answer(int status, byte[] body) {}
}
