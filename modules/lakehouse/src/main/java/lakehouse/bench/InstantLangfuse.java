package lakehouse.bench;

import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import lakehouse.instance.FreePort;
import langfuse.export.LangfuseSettings;
import langfuse.export.TextSettings;

/// Something that looks like Langfuse's endpoint for traces, in a condition that can be mended. What it takes it throws away.
final class InstantLangfuse implements AutoCloseable {

    private static final String PATH = "/api/public/otel/v1/traces";

    private final int port;
    private final CountDownLatch mended = new CountDownLatch(1);
    private volatile Condition condition;
    private Optional<WebServer> server;

    InstantLangfuse(Condition condition) throws IOException {
        port = FreePort.find();
        this.condition = condition;
        server = condition == Condition.AWAY ? Optional.empty() : Optional.of(listen());
    }

    LangfuseSettings settings() {
        return new LangfuseSettings(URI.create("http://127.0.0.1:" + port + PATH), "Basic bench", Optional.of("bench"),
                Optional.empty(), TextSettings.OFF);
    }

    /// From now on it takes everything; what hangs is answered 503.
    void mend() {
        condition = Condition.WELL;
        mended.countDown();
        server = server.or(() -> Optional.of(listen()));
    }

    @Override
    public void close() {
        mended.countDown();
        server.ifPresent(WebServer::stop);
    }

    private WebServer listen() {
        return WebServer.builder().host("127.0.0.1").port(port)
                .routing(routing -> routing.post(PATH, this::answer)).build()
                .start();
    }

    private void answer(ServerRequest request, ServerResponse response) {
        request.content().consume();
        response.status(switch (condition) {
            case WELL -> Status.OK_200;
            case HANGING -> hang();
            case FAILING, AWAY -> Status.INTERNAL_SERVER_ERROR_500;
        }).send();
    }

    private Status hang() {
        try {
            mended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Status.SERVICE_UNAVAILABLE_503;
    }
}
