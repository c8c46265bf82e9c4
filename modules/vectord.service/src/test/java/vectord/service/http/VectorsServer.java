package vectord.service.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.helidon.microprofile.server.ServerCdiExtension;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import vectord.service.json.Json;

/// `/vectors` served in this process on a free port, spoken to over HTTP.
public final class VectorsServer implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final SeContainer container;
    private final URI base;
    private final Set<String> settings;

    private VectorsServer(SeContainer container, int port, Set<String> settings) {
        this.container = container;
        this.settings = settings;
        this.base = URI.create("http://127.0.0.1:" + port);
    }

    public static VectorsServer start(Path data, ScriptedAiClient client) {
        return start(data, client, Map.of());
    }

    public static VectorsServer start(Path data, ScriptedAiClient client, Map<String, String> more) {
        var settings = new HashMap<>(Map.of("server.host", "127.0.0.1", "server.port", "0", "data.dir", data.toString(),
                "vectors.retry.first", "PT0.02S", "vectors.retry.most", "PT0.05S", "mp.initializer.allow", "true",
                "mp.initializer.no-warn", "true"));
        settings.putAll(more);
        settings.forEach(System::setProperty);
        TestBeans.client = client;
        var container = SeContainerInitializer.newInstance().addBeanClasses(TestBeans.class).initialize();
        return new VectorsServer(container, container.getBeanManager().getExtension(ServerCdiExtension.class).port(),
                settings.keySet());
    }

    public URI base() {
        return base;
    }

    /// A bean of the running server.
    public <T> T bean(Class<T> type) {
        return container.select(type).get();
    }

    /// An answer.
    public record Reply(int status, JsonNode body, HttpResponse<byte[]> http) {}

    public Reply get(String path) {
        return send("GET", path, "", new byte[0]);
    }

    public Reply delete(String path) {
        return send("DELETE", path, "", new byte[0]);
    }

    public Reply put(String path, String json) {
        return send("PUT", path, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    public Reply post(String path, String json, String... headers) {
        return send("POST", path, "application/json", json.getBytes(StandardCharsets.UTF_8), headers);
    }

    public Reply postLines(String path, String lines) {
        return send("POST", path, "application/x-ndjson", lines.getBytes(StandardCharsets.UTF_8));
    }

    public Reply send(String method, String path, String type, byte[] body, String... headers) {
        var request = HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(30)).method(method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (!type.isEmpty()) {
            request.header("content-type", type);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            var response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), Json.tree(response.body()), response);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(method + " " + path, e);
        }
    }

    /// Asks for `path` until the answer is as wanted, for at most ten seconds.
    public JsonNode until(String path, Predicate<JsonNode> wanted) {
        var end = Instant.now().plusSeconds(10);
        var body = get(path).body();
        while (!wanted.test(body)) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError(path + " stays " + body);
            }
            Thread.onSpinWait();
            body = get(path).body();
        }
        return body;
    }

    /// What a power cut would leave: a copy of everything on the disk, made while the server runs.
    public static void crashImage(Path data, Path copy) throws IOException {
        try (var paths = Files.walk(data)) {
            for (var path : paths.filter(path -> !path.endsWith("write.lock")).toList()) {
                Files.copy(path, copy.resolve(data.relativize(path).toString()));
            }
        }
    }

    @Override
    public void close() {
        container.close();
        settings.forEach(System::clearProperty);
    }
}
