package provider.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// A model server on a free loopback port that follows a script. Every POST is a model call and is counted once it
/// was read whole, but for questions that are none (`/api/show`, and `/v1/messages/count_tokens`, which the script answers too);
/// `GET /api/tags` and `GET /v1/models` list the models it was started with.
public final class ScriptedProvider implements AutoCloseable {

    static {
        // The server writes headers and body apart; without this each small answer waits for the other side's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<Received> counts = new CopyOnWriteArrayList<>();
    private final List<String> models;
    private volatile Script script;

    private ScriptedProvider(HttpServer server, Script script, List<String> models) {
        this.server = server;
        this.script = script;
        this.models = models;
    }

    /// Starts a provider that has `models`.
    public static ScriptedProvider start(Script script, String... models) {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var provider = new ScriptedProvider(server, script, List.of(models));
            server.setExecutor(provider.threads);
            server.createContext("/", provider::handle);
            server.start();
            return provider;
        } catch (IOException e) {
            throw new UncheckedIOException("no provider could be started", e);
        }
    }

    /// Where it listens.
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// Follows another script from the next call on.
    public void follow(Script other) {
        script = other;
    }

    /// The model calls received so far, in the order in which their bodies were complete.
    public List<Received> received() {
        return List.copyOf(received);
    }

    /// The requests to count tokens that were received so far; they are no model calls.
    public List<Received> counts() {
        return List.copyOf(counts);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        if (!exchange.getRequestMethod().equals("POST")) {
            write(exchange, metadata(path));
            return;
        }
        var headers = exchange.getRequestHeaders().entrySet().stream()
                .collect(Collectors.toMap(header -> header.getKey().toLowerCase(Locale.ROOT),
                        header -> List.copyOf(header.getValue())));
        JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
        var call = new Received(path, headers, body, new CompletableFuture<>());
        if (path.equals("/api/show")) {
            write(exchange, new Reply.Whole(200, "application/json",
                    "{\"capabilities\":[\"completion\",\"embedding\"],\"asked\":" + body + "}"));
            return;
        }
        (path.equals(Anthropic.COUNT) ? counts : received).add(call);
        try {
            perform(exchange, script.reply(call));
        } catch (IOException e) {
            call.hungUp().complete(null);
            throw e;
        }
    }

    private Reply.Whole metadata(String path) {
        return switch (path) {
            case "/api/tags" -> new Reply.Whole(200, "application/json", models.stream()
                    .map(name -> "{\"name\":\"" + name + "\",\"model\":\"" + name
                            + "\",\"modified_at\":\"2026-01-01T01:00:00+01:00\",\"size\":7,\"digest\":\"0123456789abcdef\","
                            + "\"details\":{\"family\":\"scripted\"}}")
                    .collect(Collectors.joining(",", "{\"models\":[", "]}")));
            case "/v1/models" -> new Reply.Whole(200, "application/json", models.stream()
                    .map(name -> "{\"id\":\"" + name
                            + "\",\"object\":\"model\",\"created\":1767225600,\"owned_by\":\"scripted\"}")
                    .collect(Collectors.joining(",", "{\"object\":\"list\",\"data\":[", "]}")));
            case "/api/ps" -> new Reply.Whole(200, "application/json", "{\"models\":[{\"name\":\"loaded\"}]}");
            case "/api/version" -> new Reply.Whole(200, "application/json", "{\"version\":\"0.0.0-scripted\"}");
            default -> new Reply.Whole(404, "application/json", "{\"error\":\"no such endpoint\"}");
        };
    }

    private static void perform(HttpExchange exchange, Reply reply) throws IOException {
        switch (reply) {
            case Reply.Whole whole -> write(exchange, whole);
            case Reply.Pieces pieces -> write(exchange, pieces);
            case Reply.Headed(var headers, var then) -> {
                headers.forEach(exchange.getResponseHeaders()::set);
                perform(exchange, then);
            }
            case Reply.HangUp() -> throw new IOException("hangs up as told");
            case Reply.Wait(var until, var then) -> {
                pause(until::await);
                perform(exchange, then);
            }
        }
    }

    private static void write(HttpExchange exchange, Reply.Whole whole) throws IOException {
        byte[] body = whole.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", whole.contentType());
        exchange.sendResponseHeaders(whole.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /// Ends in an exception where it is to be cut: the server then closes the connection without the last chunk.
    private static void write(HttpExchange exchange, Reply.Pieces pieces) throws IOException {
        exchange.getResponseHeaders().set("content-type", pieces.contentType());
        exchange.sendResponseHeaders(200, 0);
        var out = exchange.getResponseBody();
        for (int at = 0; at < pieces.pieces().size(); at++) {
            if (at > 0 && pieces.pause().isPositive()) {
                pause(() -> Thread.sleep(pieces.pause()));
            }
            out.write(pieces.pieces().get(at).getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
        if (pieces.end() == Reply.End.CUT) {
            throw new IOException("cut as told");
        }
        exchange.close();
    }

    private static void pause(Pause pause) throws IOException {
        try {
            pause.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped", e);
        }
    }

    @FunctionalInterface
    private interface Pause {
        void run() throws InterruptedException;
    }
}
