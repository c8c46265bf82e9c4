package provider.scripted;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/// A Langfuse on a free loopback port that decodes what it gets and answers as it is told.
public final class ScriptedLangfuse implements AutoCloseable {

    /// A request as it came.
    ///
    /// @param method its method
    /// @param path its path
    /// @param headers by their names in lower case
    /// @param message what was posted
    public record Posted(String method, String path, Map<String, String> headers, ExportTraceServiceRequest message) {

        /// Its spans, whatever resource and scope they are of.
        public List<SpanView> spans() {
            return message.getResourceSpansList().stream().flatMap(resource -> resource.getScopeSpansList().stream())
                    .flatMap(scope -> scope.getSpansList().stream()).map(SpanView::new).toList();
        }
    }

    /// An answer.
    ///
    /// @param status its status; 0: none comes
    /// @param headers its headers
    /// @param body its body
    public record Answer(int status, Map<String, String> headers, byte[] body) {

        /// Takes everything.
        public static final Function<Posted, Answer> WELL = posted -> new Answer(200, Map.of("content-type", "application/json"),
                "{}".getBytes(StandardCharsets.UTF_8));

        /// None comes.
        public static final Answer NONE = of(0);

        public Answer {
            headers = Map.copyOf(headers);
        }

        /// An answer without a body.
        public static Answer of(int status) {
            return new Answer(status, Map.of(), new byte[0]);
        }

        /// Tells which project keys are of.
        public static Answer project(String name) {
            return new Answer(200, Map.of("content-type", "application/json"), JsonNodeFactory.instance.objectNode().set("data",
                    JsonNodeFactory.instance.arrayNode().add(JsonNodeFactory.instance.objectNode().put("id", "p1").put("name",
                            name)))
                    .toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<Posted> arrivals = new LinkedBlockingQueue<>();
    private final List<HttpExchange> hanging = new CopyOnWriteArrayList<>();
    private final List<Posted> accepted = new CopyOnWriteArrayList<>();
    private final List<Posted> asked = new CopyOnWriteArrayList<>();
    private volatile Function<Posted, Answer> script;
    private volatile Answer identity = Answer.project("Lakehouse");

    private ScriptedLangfuse(HttpServer server, Function<Posted, Answer> script) {
        this.server = server;
        this.script = script;
    }

    /// Starts one.
    public static ScriptedLangfuse start(Function<Posted, Answer> script) {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var stub = new ScriptedLangfuse(server, script);
            server.setExecutor(stub.threads);
            server.createContext("/", stub::handle);
            server.createContext("/api/public/projects", stub::identify);
            server.start();
            return stub;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where it is.
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// Answers so from now on.
    public void follow(Function<Posted, Answer> other) {
        script = other;
    }

    /// Answers so from now on to whoever asks which project its keys are of.
    public void follow(Answer other) {
        identity = other;
    }

    /// Who has asked which project its keys are of.
    public List<Posted> asked() {
        return List.copyOf(asked);
    }

    /// The next request, whatever was answered.
    public Posted next() throws InterruptedException {
        return Optional.ofNullable(arrivals.poll(20, TimeUnit.SECONDS)).orElseThrow(() -> new AssertionError("nothing came"));
    }

    /// The requests that were answered with 200.
    public List<Posted> accepted() {
        return List.copyOf(accepted);
    }

    /// Hangs up on everybody who waits for an answer that does not come.
    public void cutOff() {
        hanging.forEach(HttpExchange::close);
        hanging.clear();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        var body = exchange.getRequestBody().readAllBytes();
        var posted = request(exchange,
                ExportTraceServiceRequest.parseFrom(new GZIPInputStream(new ByteArrayInputStream(body))));
        var reply = script.apply(posted);
        if (reply.status() == 0) {
            hanging.add(exchange);
            arrivals.add(posted);
            return;
        }
        if (reply.status() == 200) {
            accepted.add(posted);
        }
        answer(exchange, reply);
        arrivals.add(posted);
    }

    private void identify(HttpExchange exchange) throws IOException {
        asked.add(request(exchange, ExportTraceServiceRequest.getDefaultInstance()));
        answer(exchange, identity);
    }

    private static Posted request(HttpExchange exchange, ExportTraceServiceRequest message) {
        var headers = exchange.getRequestHeaders().entrySet().stream().collect(Collectors
                .toMap(header -> header.getKey().toLowerCase(Locale.ROOT), header -> String.join(",", header.getValue())));
        return new Posted(exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, message);
    }

    private static void answer(HttpExchange exchange, Answer reply) throws IOException {
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
        exchange.getResponseBody().write(reply.body());
        exchange.close();
    }
}
