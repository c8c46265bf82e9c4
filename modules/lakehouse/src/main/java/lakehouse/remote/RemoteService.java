package lakehouse.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Objects;
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
        return json(send(request(path, JSON_TYPE).GET()));
    }

    /// Asks for something to be done.
    public JsonNode post(String path, JsonNode body) {
        return json(post(path, body, JSON_TYPE));
    }

    /// The same, for an answer of another type.
    ///
    /// @param accept the media type
    public String post(String path, JsonNode body, String accept) {
        return send(request(path, accept).header("content-type", JSON_TYPE).POST(BodyPublishers.ofString(body.toString())));
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

    private String send(HttpRequest.Builder request) {
        try {
            var answer = http.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() / 100 == 2) {
                return answer.body();
            }
            throw RefusedRequest.asException(access.uri(), answer.statusCode(), answer.body());
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw failure(isWithoutAddress(e)
                    ? "no address for " + access.uri().getHost()
                    : "nothing listens at " + access.uri() + ": is the service running?", e);
        } catch (IOException e) {
            throw failure(
                    access.uri() + " broke off: " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("interrupted while " + access.uri() + " was asked", e);
        }
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
