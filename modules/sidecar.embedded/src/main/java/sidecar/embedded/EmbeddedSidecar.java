package sidecar.embedded;

import java.net.URI;
import java.nio.file.Path;
import sidecar.embedded.ollama.OllamaServer;

/// The running built-in model server, on loopback.
public interface EmbeddedSidecar extends AutoCloseable {

    /// Starts it and returns once it listens; the model is loaded in the background, and requests wait for it.
    ///
    /// @param directory where the native libraries are unpacked; made when it does not exist
    /// @param port to listen on; 0 takes a free one
    /// @throws SidecarException `CANNOT_LISTEN` when the port cannot be had
    static EmbeddedSidecar start(Path directory, int port) {
        return OllamaServer.start(directory, port);
    }

    /// Where it listens.
    URI uri();

    /// Stops listening, gives open streams two seconds, then cuts them and frees the model. Closing again does nothing.
    @Override
    void close();
}
