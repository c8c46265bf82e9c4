package sidecar.embedded.ollama;

import io.helidon.common.socket.SocketOptions;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http1.Http1Config;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import sidecar.embedded.EmbeddedSidecar;
import sidecar.embedded.SidecarException;
import sidecar.embedded.SidecarException.Code;
import sidecar.embedded.minilm.MiniLm;

/// The HTTP server in front of the built-in models, on 127.0.0.1.
public final class OllamaServer implements EmbeddedSidecar {

    private static final int MOST_REQUESTS = 512;
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final int LAST_PORT = 65_535;
    private static final String HOST = "127.0.0.1";

    private final MiniLm model;
    private final WebServer server;
    private final URI uri;
    private final AtomicBoolean closed = new AtomicBoolean();

    private OllamaServer(MiniLm model, WebServer server) {
        this.model = model;
        this.server = server;
        uri = URI.create("http://" + HOST + ":" + server.port());
    }

    /// Starts it; see [EmbeddedSidecar#start].
    public static OllamaServer start(Path directory, int port) {
        if (port < 0 || port > LAST_PORT) {
            throw new SidecarException(Code.CANNOT_LISTEN, "cannot listen on " + HOST + ":" + port + "; there is no such port");
        }
        var model = new MiniLm(directory);
        var server = server(port, new Routes(model, InstantSource.system())).start();
        // A server that cannot have its port logs why, and returns as if nothing had happened.
        if (!server.isRunning()) {
            model.close();
            throw new SidecarException(Code.CANNOT_LISTEN, "cannot listen on " + HOST + ":" + port + "; is the port taken?");
        }
        return new OllamaServer(model, server);
    }

    private static WebServer server(int port, Routes routes) {
        // Nothing is discovered: what else the process has on its module path is for another server.
        return WebServer.builder().host(HOST).port(port).shutdownHook(false).featuresDiscoverServices(false)
                .protocolsDiscoverServices(false).addProtocol(Http1Config.create()).maxPayloadSize(RequestBody.LARGEST)
                .maxConcurrentRequests(MOST_REQUESTS).shutdownGracePeriod(GRACE)
                .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build()).directHandlers(errors()).routing(routes::add)
                .build();
    }

    /// Answers in Ollama's shape to what fails before it comes to a route.
    private static DirectHandlers errors() {
        var handlers = DirectHandlers.builder();
        for (var event : DirectHandler.EventType.values()) {
            handlers.addHandler(event, (request, type, status, headers, message) -> DirectHandler.TransportResponse.builder()
                    .status(status).headers(headers).header(HeaderNames.CONTENT_TYPE, Reply.JSON).keepAlive(type.keepAlive())
                    .entity(Reply.error(status.codeText() + " " + status.reasonPhrase() + ": " + message)).build());
        }
        return handlers.build();
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.stop();
            model.close();
        }
    }
}
