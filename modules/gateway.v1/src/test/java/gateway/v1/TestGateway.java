package gateway.v1;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.Json;
import io.helidon.microprofile.server.ServerCdiExtension;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import provider.scripted.ScriptedProvider;
import telemetry.TextLog;
import usage.store.DoorCount;
import usage.store.Outbox;
import usage.store.UsageQueries;

/// The real gateway on a free port, with a real ledger, in front of a scripted sidecar. One at a time in a JVM.
final class TestGateway implements AutoCloseable {

    static final InternalCredential CREDENTIAL = InternalCredential.mint(new SecureRandom());

    private final SeContainer container;
    private final URI uri;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private TestGateway(SeContainer container, int port) {
        this.container = container;
        this.uri = URI.create("http://127.0.0.1:" + port);
    }

    /// Where the text of its calls goes.
    private static volatile TextLog texts = TextLog.NONE;

    static TestGateway start(ScriptedProvider sidecar, Path data, Map<String, String> more) {
        return start(sidecar, data, more, TextLog.NONE);
    }

    static TestGateway start(ScriptedProvider sidecar, Path data, Map<String, String> more, TextLog log) {
        texts = log;
        var settings = new HashMap<>(
                Map.of("server.port", "0", "server.host", "127.0.0.1", "mp.initializer.allow", "true", "data.dir",
                        data.toString(), "sidecar.url", sidecar.uri().toString()));
        settings.putAll(more);
        var resolver = ConfigProviderResolver.instance();
        var loader = Thread.currentThread().getContextClassLoader();
        resolver.releaseConfig(resolver.getConfig(loader));
        resolver.registerConfig(
                resolver.getBuilder().withSources(new MapSource(settings)).addDiscoveredConverters().build(), loader);
        var container = SeContainerInitializer.newInstance().addBeanClasses(Beans.class).initialize();
        return new TestGateway(container, container.getBeanManager().getExtension(ServerCdiExtension.class).port());
    }

    URI uri() {
        return uri;
    }

    HttpClient client() {
        return client;
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return send(request(path, headers).POST(BodyPublishers.ofString(body)).build());
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET().build());
    }

    JsonNode getJson(String path, String... headers) {
        return json(get(path, headers));
    }

    /// The rows of the ledger, the newest first.
    List<JsonNode> rows(String... headers) {
        return StreamSupport.stream(getJson("/v1/usage/calls?limit=1000", headers).path("data").spliterator(), false).toList();
    }

    /// How many requests were counted at the door so far, for whatever reason.
    long countedAtDoor() {
        return container.select(UsageQueries.class).get().doorCounts(Instant.EPOCH, Instant.now().plusSeconds(60)).stream()
                .mapToLong(DoorCount::requests).sum();
    }

    /// What another system has yet to be told of.
    Outbox outbox() {
        return container.select(Outbox.class).get();
    }

    /// The one row of a call.
    JsonNode rowOf(HttpResponse<?> answer) {
        var data = getJson("/v1/usage/calls/" + answer.headers().firstValue("x-request-id").orElseThrow()).path("data");
        if (data.size() != 1) {
            throw new AssertionError("not one row but " + data);
        }
        return data.get(0);
    }

    HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(uri.resolve(path)).header("content-type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request;
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// The status that a request gets which no client would send so.
    int rawStatus(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), uri.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return Integer.parseInt(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII).substring(9));
        }
    }

    /// What is answered, up to the first end of an object, to a request that no client would send so.
    String rawAnswer(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), uri.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var answer = new StringBuilder();
            byte[] piece = new byte[4096];
            for (int read = socket.getInputStream().read(piece); read > 0; read = socket.getInputStream().read(piece)) {
                answer.append(new String(piece, 0, read, StandardCharsets.UTF_8));
                if (answer.indexOf("}") >= 0) {
                    break;
                }
            }
            return answer.toString();
        }
    }

    static JsonNode json(HttpResponse<String> answer) {
        try {
            return Json.MAPPER.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(answer.body(), e);
        }
    }

    @Override
    public void close() {
        container.close();
        // Not close(): that waits for answers that nobody reads to their end.
        client.shutdownNow();
    }

    /// What boot provides.
    @ApplicationScoped
    public static class Beans {

        @Produces
        @Singleton
        InternalCredential credential() {
            return CREDENTIAL;
        }

        @Produces
        @Singleton
        TextLog texts() {
            return texts;
        }
    }
}
