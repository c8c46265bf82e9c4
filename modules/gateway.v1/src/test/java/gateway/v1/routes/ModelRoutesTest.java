package gateway.v1.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.attempt.Attempts;
import gateway.v1.attempt.Breakers;
import gateway.v1.attempt.Limits;
import gateway.v1.attempt.RetryPolicy;
import gateway.v1.attempt.Router;
import gateway.v1.attempt.Routes;
import gateway.v1.call.Admission;
import gateway.v1.call.Call;
import gateway.v1.call.Json;
import gateway.v1.call.Protocol;
import gateway.v1.call.Refusals;
import gateway.v1.measure.CallMeters;
import gateway.v1.provider.ListedModel;
import gateway.v1.provider.Outgoing;
import gateway.v1.provider.Provider;
import io.helidon.metrics.api.Metrics;
import io.helidon.webserver.WebServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telemetry.TextLog;
import telemetry.TraceContext;
import usage.store.ErrorType;
import usage.store.Intent;
import usage.store.Operation;
import usage.store.StoreSettings;
import usage.store.UsageStore;

/// A fault of our own on the way to a provider is refused like any other: in the path's shape, with a row.
class ModelRoutesTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    private Path data;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "/v1/chat/completions|/error/type|internal|{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
        "/api/generate|/error|p/m: a fault of the gateway|{\"model\":\"m\",\"prompt\":\"x\"}",
        "/v1/messages|/error/type|api_error|{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"})
    void aFaultOfOurOwnIsToldInThePathsShapeAndHasARow(String path, String where, String told, String body) throws Exception {
        var id = UUID.randomUUID();
        var provider = new Failing();
        try (var store = UsageStore.open(new StoreSettings(data, List.of(), CLOCK)); var client = HttpClient.newHttpClient()) {
            var router = new Router(Map.of("p", provider), new Routes("p", Map.of(), Map.of()), new Random(1));
            var refusals = new Refusals(store.ledger(), CLOCK);
            try (var attempts = new Attempts(store.ledger(), router, refusals, CLOCK,
                    new Limits(LONG, LONG, LONG, LONG, Limits.OnCancel.CANCEL), new RetryPolicy(0, LONG, LONG),
                    new Breakers(new Breakers.Settings(20, 50, LONG)), new CallMeters(Metrics::globalRegistry),
                    TextLog.NONE)) {
                var server = serve(new ModelRoutes(attempts, refusals, provider, new OllamaLoading(router), 1 << 20), id);
                try {
                    var answer = client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                            .timeout(LONG).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());

                    assertThat(answer.statusCode()).isEqualTo(500);
                    assertThat(Json.MAPPER.readTree(answer.body()).at(where).asText()).isEqualTo(told);
                    assertThat(answer.body()).doesNotContain("secret");
                    assertThat(store.queries().call(id)).singleElement().satisfies(row -> {
                        assertThat(row.intent().key().attempt()).isZero();
                        assertThat(row.settlement().errorType()).contains(ErrorType.INTERNAL);
                    });
                } finally {
                    server.stop();
                }
            }
        }
    }

    private static WebServer serve(ModelRoutes routes, UUID id) {
        var span = TraceContext.start(new Random(1));
        var who = new Intent.Who("test", Optional.empty(), Optional.empty(), Optional.empty(), List.of());
        return WebServer.builder().host("127.0.0.1").port(0).routing(routing -> routing.addFilter((chain, request, response) -> {
            request.context().register(
                    new Admission(id, CLOCK.instant(), System.nanoTime(), who, span.traceId(), span, Optional.empty(),
                            Optional.empty()));
            chain.proceed();
        }).register(routes)).build().start();
    }

    /// Fails before anything is sent, as only a defect can.
    private static final class Failing implements Provider {

        @Override
        public String name() {
            return "p";
        }

        @Override
        public Protocol protocol() {
            return Protocol.OPENAI;
        }

        @Override
        public Outgoing prepare(Call call, String model) {
            throw new IllegalStateException("a secret of ours");
        }

        @Override
        public boolean has(String model) {
            return true;
        }

        @Override
        public Optional<String> firstModelFor(Operation operation) {
            return Optional.empty();
        }

        @Override
        public List<ListedModel> models() {
            return List.of(ListedModel.named("m"));
        }

        @Override
        public byte[] look(String path, Optional<ObjectNode> question) {
            return new byte[0];
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
