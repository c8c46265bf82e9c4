package lakehouse.instance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/// One HTTP request from outside, of which only the status matters: is something there, and does it answer well? The
/// only class of this module that speaks HTTP. It makes model calls in training only, through a gateway.
public final class Probe {

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2)).build();

    private Probe() {}

    /// Reads something.
    public static Answer get(URI uri, Duration patience) {
        return ask(HttpRequest.newBuilder(uri).timeout(patience).build());
    }

    /// Reads something that wants to be asked with headers, a key among them for example; where that cannot be sent, it is not
    /// told what it was.
    public static Answer get(URI uri, Map<String, String> headers, Duration patience) {
        var request = HttpRequest.newBuilder(uri).timeout(patience);
        try {
            headers.forEach(request::header);
        } catch (IllegalArgumentException e) {
            return new Answer.None("a header, of the key for example, has characters that none can have");
        }
        return ask(request.build());
    }

    /// Sends a body.
    static Answer send(String method, URI uri, String contentType, String body, Duration patience) {
        return ask(HttpRequest.newBuilder(uri).timeout(patience).header("content-type", contentType)
                .method(method, BodyPublishers.ofString(body)).build());
    }

    private static Answer ask(HttpRequest request) {
        try {
            var answer = HTTP.send(request, BodyHandlers.discarding());
            return new Answer.Status(answer.statusCode(), answer.headers().firstValue("date").flatMap(Probe::date));
        } catch (IOException e) {
            return new Answer.None(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.None("interrupted");
        }
    }

    private static Optional<Instant> date(String header) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header, Instant::from));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /// What came back.
    public sealed interface Answer {

        /// Whether it came with a status between 200 and 299.
        default boolean good() {
            return switch (this) {
                case Status(int code, var date) -> code >= 200 && code < 300;
                case None(var reason) -> false;
            };
        }

        /// An HTTP answer.
        ///
        /// @param code its status
        /// @param date what time it was over there, where that was said
        record Status(int code, Optional<Instant> date) implements Answer {

            @Override
            public String toString() {
                return Integer.toString(code);
            }
        }

        /// No answer at all.
        record None(String reason) implements Answer {

            @Override
            public String toString() {
                return "none (" + reason + ")";
            }
        }
    }
}
