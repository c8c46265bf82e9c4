package ai.client.http;

import ai.client.AiException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.stream.Stream;

/// Tells what a failure of the web client means: whether anything was sent, and who stopped.
final class TransportFailure {

    private TransportFailure() {}

    /// A failure before the answer began.
    static AiException opening(String at, Throwable failure) {
        if (find(failure, ConnectException.class).isPresent() || find(failure, UnknownHostException.class).isPresent()
                || find(failure, NoRouteToHostException.class).isPresent()) {
            return new AiException(AiException.Code.CONNECT, at + ": no connection", failure);
        }
        return find(failure, SocketTimeoutException.class).map(late -> {
            // The JDK has one type for both; only its message tells whether the connection stood.
            var connecting = "Connect timed out".equals(late.getMessage());
            return new AiException(connecting ? AiException.Code.CONNECT_TIMEOUT : AiException.Code.TIMEOUT,
                    at + ": no answer in time", failure);
        }).orElseGet(() -> new AiException(AiException.Code.CUT, at + ": the server hung up before it answered", failure));
    }

    /// A failure in the middle of the answer.
    static AiException reading(URI server, Throwable failure) {
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
