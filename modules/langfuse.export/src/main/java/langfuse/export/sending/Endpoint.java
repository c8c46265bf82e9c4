package langfuse.export.sending;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;
import langfuse.export.LangfuseSettings;

/// Langfuse's endpoint for traces: OTLP over HTTP, Protobuf, gzip.
public final class Endpoint implements AutoCloseable {

    private final LangfuseSettings settings;
    private final Connection connection;

    /// @param patience how long an answer may take, to its end
    public Endpoint(LangfuseSettings settings, Duration patience) {
        this.settings = settings;
        this.connection = new Connection(patience);
    }

    /// Posts spans. An interrupt breaks it off.
    ///
    /// @param message an `ExportTraceServiceRequest`
    Answer post(byte[] message) throws InterruptedException {
        var request = HttpRequest.newBuilder(settings.traces()).header("authorization", settings.authorization())
                .header("content-type", "application/x-protobuf").header("content-encoding", "gzip")
                .header("x-langfuse-ingestion-version", "4").POST(BodyPublishers.ofByteArray(zipped(message))).build();
        return switch (connection.send(request)) {
            case Connection.Outcome.Answered(var answer) -> understood(answer);
            case Connection.Outcome.None(var reason) -> new Answer.Later(reason, Optional.empty());
        };
    }

    @Override
    public void close() {
        connection.close();
    }

    private static Answer understood(HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        if (status >= 200 && status < 300) {
            return acknowledged(status,
                    PartialSuccess.rejected(answer.headers().firstValue("content-type").orElse(""), answer.body()));
        }
        return switch (status) {
            case 400, 413, 422 -> new Answer.Refused(Integer.toString(status));
            // Also where the address or the keys are wrong: that is no fault of the rows, and somebody will put it right.
            default -> new Answer.Later("answered " + status, answer.headers().firstValue("retry-after")
                    .flatMap(header -> RetryAfter.read(header, Clock.systemUTC().instant())));
        };
    }

    private static Answer acknowledged(int status, OptionalLong rejected) {
        if (rejected.isEmpty()) {
            return new Answer.Later("answered " + status + " with what is no acknowledgement", Optional.empty());
        }
        return rejected.getAsLong() == 0
                ? new Answer.Taken()
                : new Answer.Refused(status + " with " + rejected.getAsLong() + " rejected spans");
    }

    private static byte[] zipped(byte[] message) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(message);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
