package sidecar.embedded;

import java.net.URI;
import java.nio.file.Path;

/// The running built-in model server, on loopback.
public interface EmbeddedSidecar extends AutoCloseable {

    /// Starts it and returns once it listens; the model is loaded in the background, and requests wait for it.
    ///
    /// @param directory where the native library may be unpacked
    /// @param port to listen on; 0 takes a free one
    static EmbeddedSidecar start(Path directory, int port) {
        throw new UnsupportedOperationException(directory + ":" + port);
    }

    /// Where it listens.
    URI uri();

    @Override
    void close();
}
