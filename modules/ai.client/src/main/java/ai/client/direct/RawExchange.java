package ai.client.direct;

import java.io.InputStream;
import java.util.Optional;

/// An answer as bytes, while it comes. [#close] before its end aborts the exchange by closing the connection.
public interface RawExchange extends AutoCloseable {

    /// HTTP status.
    int status();

    /// The first value of a header.
    Optional<String> header(String name);

    /// The body as it comes; empty where there is none. Reading it throws [ai.client.AiException]
    /// `cut` where the server hangs up before the end and `timeout` where it stalls.
    InputStream body();

    @Override
    void close();
}
