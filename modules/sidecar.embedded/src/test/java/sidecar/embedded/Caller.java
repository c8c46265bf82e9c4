package sidecar.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Speaks HTTP to a sidecar, as any of its callers would.
public final class Caller {

    public static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI uri;

    public Caller(URI uri) {
        this.uri = uri;
    }

    public record Answer(int status, String contentType, JsonNode body) {

        public String error() {
            return body.path("error").asText();
        }
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer post(String path, Object body) {
        return send(posting(path, body));
    }

    public Answer send(HttpRequest.Builder request) {
        return read(sent(request));
    }

    public CompletableFuture<Answer> postLater(String path, Object body) {
        return HTTP.sendAsync(posting(path, body).build(), BodyHandlers.ofString()).thenApply(Caller::read);
    }

    /// The objects of a stream, one per line.
    public List<JsonNode> lines(String path, Object body) {
        var response = sent(posting(path, body));
        if (response.statusCode() != 200
                || !response.headers().firstValue("content-type").orElse("").equals("application/x-ndjson")) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return response.body().lines().map(Caller::json).toList();
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri.resolve(path)).timeout(Duration.ofSeconds(60));
    }

    public HttpRequest.Builder posting(String path, Object body) {
        return request(path).POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    }

    public static ObjectNode chat(String... rolesAndContents) {
        var request = JSON.createObjectNode().put("model", "extractive").put("stream", false);
        ArrayNode messages = request.putArray("messages");
        for (int at = 0; at < rolesAndContents.length; at += 2) {
            messages.addObject().put("role", rolesAndContents[at]).put("content", rolesAndContents[at + 1]);
        }
        return request;
    }

    public static ObjectNode prompt(String prompt) {
        return JSON.createObjectNode().put("model", "extractive").put("stream", false).put("prompt", prompt);
    }

    public static ObjectNode embed(String... input) {
        var request = JSON.createObjectNode().put("model", "all-minilm");
        List.of(input).forEach(request.putArray("input")::add);
        return request;
    }

    /// What the chat that `request` asks for says.
    public String says(ObjectNode request) {
        var answer = post("/api/chat", request);
        if (answer.status() != 200) {
            throw new AssertionError(answer.toString());
        }
        return answer.body().at("/message/content").asText();
    }

    private static HttpResponse<String> sent(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Answer read(HttpResponse<String> response) {
        var type = response.headers().firstValue("content-type").orElse("");
        return new Answer(response.statusCode(), type,
                type.startsWith("application/json") ? json(response.body()) : JSON.getNodeFactory().textNode(response.body()));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }
}
