package ai.client.http;

import ai.client.AiException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.ProtocolException;

/// Tells what a failure of the HTTP client means: whether anything was sent, and who stopped.
final class TransportFailure {

    private TransportFailure() {}

    /// A failure before the answer began.
    ///
    /// @param sent whether the first byte had left
    static AiException opening(String at, boolean sent, Exception failure) {
        boolean late = find(failure, SocketTimeoutException.class).isPresent();
        if (!sent) {
            return new AiException(late ? AiException.Code.CONNECT_TIMEOUT : AiException.Code.CONNECT, at + ": no connection",
                    failure);
        }
        if (late) {
            return new AiException(AiException.Code.TIMEOUT, at + ": no answer in time", failure);
        }
        boolean notHttp = find(failure, ProtocolException.class).isPresent()
                && find(failure, NoHttpResponseException.class).isEmpty();
        return notHttp
                ? new AiException(AiException.Code.BAD_RESPONSE, at + ": the answer is not HTTP", failure)
                : new AiException(AiException.Code.CUT, at + ": the server hung up before it answered", failure);
    }

    /// A failure in the middle of the answer.
    static AiException reading(String server, Throwable failure) {
        return find(failure, SocketTimeoutException.class)
                .map(late -> new AiException(AiException.Code.TIMEOUT, server + ": the answer stalled", failure))
                .orElseGet(() -> new AiException(AiException.Code.CUT,
                        server + ": the server hung up in the middle of its answer", failure));
    }

    private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).filter(type::isInstance).map(type::cast)
                .findFirst();
    }
}
