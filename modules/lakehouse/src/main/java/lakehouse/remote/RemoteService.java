package lakehouse.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;

/// A service that runs somewhere, asked over HTTP: what the verbs of the command line are clients of. It waits as long as
/// the service works on an answer.
///
/// All methods throw [LakehouseException]: `CONFIGURATION` where the service refuses what was asked or who asks, `FAILED`
/// where it cannot be reached or fails.
public final class RemoteService implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final String JSON_TYPE = "application/json";
    private static final String LINES_TYPE = "application/x-ndjson";

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5)).build();
    private final Access access;

    public RemoteService(Access access) {
        this.access = access;
    }

    /// Reads something.
    ///
    /// @param path with its query, in the form in which it stands in a URL
    public JsonNode get(String path) {
        return json(send(request(path, JSON_TYPE).GET()).body());
    }

    /// Asks for something to be done.
    public JsonNode post(String path, JsonNode body) {
        return json(post(path, body, JSON_TYPE).body());
    }

    /// The same, for an answer of another type, with its headers.
    ///
    /// @param accept the media type
    public HttpResponse<String> post(String path, JsonNode body, String accept) {
        return send(request(path, accept).header("content-type", JSON_TYPE).POST(BodyPublishers.ofString(body.toString())));
    }

    /// Asks for something to be done that takes its time, and says of each line of JSON when it comes.
    public void post(String path, JsonNode body, Consumer<JsonNode> each) {
        var request = request(path, LINES_TYPE).header("content-type", JSON_TYPE)
                .POST(BodyPublishers.ofString(body.toString()));
        var answer = send(request, BodyHandlers.ofLines(), refusal -> refusal.collect(Collectors.joining("\n")));
        try (var lines = answer.body()) {
            lines.map(this::json).forEach(each);
        } catch (UncheckedIOException e) {
            throw brokenOff(e.getCause());
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpRequest.Builder request(String path, String accept) {
        var base = access.uri().toString().replaceFirst("/+$", "");
        var request = HttpRequest.newBuilder(URI.create(base + path)).header("accept", accept);
        access.key().ifPresent(key -> request.header("authorization", "Bearer " + key));
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, BodyHandlers.ofString(), refusal -> refusal);
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> handler, Function<T, String> text) {
        try {
            var answer = http.send(request.build(), handler);
            if (answer.statusCode() / 100 == 2) {
                return answer;
            }
            throw RefusedRequest.asException(access.uri(), answer.statusCode(), text.apply(answer.body()));
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw failure(isWithoutAddress(e)
                    ? "no address for " + access.uri().getHost()
                    : "nothing listens at " + access.uri() + ": is the service running?", e);
        } catch (IOException e) {
            throw brokenOff(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("interrupted while " + access.uri() + " was asked", e);
        }
    }

    private LakehouseException brokenOff(IOException e) {
        return failure(
                access.uri() + " broke off: " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()), e);
    }

    private static boolean isWithoutAddress(Exception failure) {
        return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(UnresolvedAddressException.class::isInstance);
    }

    private JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw failure(access.uri() + " does not answer as Lakehouse does: no JSON", e);
        }
    }

    private static LakehouseException failure(String message, Exception cause) {
        return new LakehouseException(Code.FAILED, message, cause);
    }
}
