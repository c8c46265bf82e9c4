package ai.client.direct;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An answer as bytes, while it comes. [#close] before its end aborts the exchange by closing the connection; [#release] is for
/// answers that say by themselves that they are complete.
public interface RawExchange extends AutoCloseable {

    /// HTTP status.
    int status();

    /// The first value of a header.
    Optional<String> header(String name);

    /// All headers, with their values.
    Map<String, List<String>> headers();

    /// The body as it comes; empty where there is none. Reading it throws [ai.client.AiException]
    /// `cut` where the server hangs up before the end and `timeout` where it stalls.
    InputStream body();

    /// The answer is complete, though its body may not have been read to its end: what little is left is read aside, so that the
    /// connection can serve again. Does not wait.
    void release();

    @Override
    void close();
}
