package langfuse.export.sending;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Requests to Langfuse, each of which ends in time, also where an answer has begun. Neither follows redirects nor repeats anything
/// by itself.
public final class Connection implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final long MOST_OF_AN_ANSWER = 1 << 20;

    /// What came of a request.
    public sealed interface Outcome {

        /// An answer, whole.
        record Answered(HttpResponse<byte[]> answer) implements Outcome {}

        /// None.
        ///
        /// @param reason in our words
        record None(String reason) implements Outcome {}
    }

    private final Duration patience;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT)
            .build();

    /// @param patience how long an answer may take, to its end
    public Connection(Duration patience) {
        this.patience = patience;
    }

    /// Sends one. An interrupt breaks it off.
    public Outcome send(HttpRequest request) throws InterruptedException {
        var answer = http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_OF_AN_ANSWER));
        try {
            return new Outcome.Answered(await(answer));
        } catch (TimeoutException slow) {
            return new Outcome.None("no answer within " + patience);
        } catch (ExecutionException failure) {
            return new Outcome.None("no answer: " + failure.getCause().getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private <T> T await(CompletableFuture<T> answer) throws InterruptedException, TimeoutException, ExecutionException {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            // Ends the exchange, where it is still under way.
            answer.cancel(true);
        }
    }
}
