package sidecar.embedded.ollama;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.function.Supplier;
import sidecar.embedded.SidecarException;
import sidecar.embedded.SidecarException.Code;
import sidecar.embedded.minilm.MiniLm;

/// Which path leads where, and how errors are answered: `{"error": "…"}`, whatever went wrong.
final class Routes {

    private static final Logger LOG = System.getLogger(Routes.class.getName());

    private final InstantSource clock;
    private final Catalog catalog;
    private final Embedding embedding;
    private final Generation generation;

    Routes(MiniLm model, InstantSource clock) {
        this.clock = clock;
        catalog = new Catalog(model, clock.instant());
        embedding = new Embedding(model);
        generation = new Generation(model);
    }

    void add(HttpRouting.Builder routing) {
        routing.addFilter(new LocalOnly()).error(SidecarException.class, Routes::refuse).error(Exception.class, Routes::fail);
        routing.get("/", (request, response) -> new Reply(response).send("Lakehouse's built-in model server is running"));
        routing.head("/", (request, response) -> response.send());
        call(routing, "/api/chat", generation::chat);
        call(routing, "/api/generate", generation::generate);
        call(routing, "/api/embed", embedding::embed);
        call(routing, "/api/embeddings", embedding::embedOne);
        call(routing, "/api/show", catalog::show);
        look(routing, "/api/tags", catalog::tags);
        look(routing, "/api/ps", catalog::running);
        look(routing, "/api/version", catalog::version);
        routing.any((request, response) -> {
            throw new SidecarException(Code.NOT_FOUND, "no such path: " + request.path().path());
        });
    }

    private void call(HttpRouting.Builder routing, String path, Endpoint endpoint) {
        routing.post(path, (request, response) -> {
            var watch = Stopwatch.started(clock);
            endpoint.answer(RequestBody.read(request.content()), watch, new Reply(response));
        });
        only(routing, path, Method.POST);
    }

    private static void look(HttpRouting.Builder routing, String path, Supplier<ObjectNode> answer) {
        routing.get(path, (request, response) -> new Reply(response).send(answer.get()));
        only(routing, path, Method.GET);
    }

    private static void only(HttpRouting.Builder routing, String path, Method method) {
        routing.any(path, (request, response) -> {
            throw new SidecarException(Code.METHOD_NOT_ALLOWED, path + " takes " + method.text());
        });
    }

    private static void refuse(ServerRequest request, ServerResponse response, SidecarException refusal) {
        if (refusal.code() == Code.MODEL_FAILED) {
            LOG.log(Level.ERROR, request.path().path() + " failed", refusal);
        }
        new Reply(response).refuse(refusal.code().httpStatus(), refusal.getMessage());
    }

    private static void fail(ServerRequest request, ServerResponse response, Exception fault) {
        LOG.log(Level.ERROR, request.path().path() + " failed", fault);
        new Reply(response).refuse(Status.INTERNAL_SERVER_ERROR_500.code(),
                "internal error: " + fault.getClass().getSimpleName());
    }
}
