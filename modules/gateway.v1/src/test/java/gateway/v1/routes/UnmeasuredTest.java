package gateway.v1.routes;

import static org.assertj.core.api.Assertions.assertThat;

import ai.client.direct.DirectAiClient;
import ai.client.direct.Timeouts;
import gateway.v1.attempt.Attempts;
import gateway.v1.attempt.Breakers;
import gateway.v1.attempt.Limits;
import gateway.v1.attempt.RetryPolicy;
import gateway.v1.attempt.Router;
import gateway.v1.attempt.Routes;
import gateway.v1.call.Admission;
import gateway.v1.call.Refusals;
import gateway.v1.measure.CallMeters;
import gateway.v1.measure.CountedLedger;
import gateway.v1.provider.Provider;
import gateway.v1.provider.ollama.OllamaProvider;
import io.helidon.webserver.WebServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import provider.scripted.Ollama;
import provider.scripted.ScriptedProvider;
import telemetry.TextLog;
import telemetry.TraceContext;
import usage.store.Intent;
import usage.store.Status;
import usage.store.StoreSettings;
import usage.store.UsageStore;

/// Where nothing can be measured, calls are answered and recorded all the same.
class UnmeasuredTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    private Path data;

    private final AtomicInteger asked = new AtomicInteger();
    private final UUID id = UUID.randomUUID();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAttemptIsSettledAndItsAnswerArrivesWhole(boolean stream) throws Exception {
        try (var provider = ScriptedProvider.start(Ollama.answering("all ", "of ", "it"), "m");
                var store = UsageStore.open(new StoreSettings(data, List.of(), CLOCK))) {
            var answer = call(store, provider.uri(),
                    "{\"model\":\"m\",\"stream\":" + stream + ",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains(stream ? "data: [DONE]" : "all of it");
            assertThat(store.queries().call(id)).singleElement()
                    .satisfies(row -> assertThat(row.settlement().status()).isEqualTo(Status.OK));
            assertThat(asked).as("the overhead, and the attempt").hasValueGreaterThan(1);
        }
    }

    @Test
    void aRefusalIsToldAsWhatItIs() throws Exception {
        try (var store = UsageStore.open(new StoreSettings(data, List.of(), CLOCK))) {
            var answer = call(store, URI.create("http://127.0.0.1:1"), "{\"model\":\"m\"");

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(store.queries().call(id)).singleElement()
                    .satisfies(row -> assertThat(row.settlement().status()).isEqualTo(Status.REFUSED));
            assertThat(asked).hasPositiveValue();
        }
    }

    private HttpResponse<String> call(UsageStore store, URI uri, String body) throws Exception {
        Provider provider = new OllamaProvider("p", DirectAiClient.to(uri, Map.of(), Timeouts.DEFAULT));
        var meters = new CallMeters(() -> {
            asked.incrementAndGet();
            throw new IllegalStateException("no registry");
        });
        var ledger = new CountedLedger(store.ledger(), meters);
        var router = new Router(Map.of("p", provider), new Routes("p", Map.of(), Map.of()), new Random(1));
        var refusals = new Refusals(ledger, CLOCK);
        try (var attempts = new Attempts(ledger, router, refusals, CLOCK,
                new Limits(LONG, LONG, LONG, LONG, Limits.OnCancel.CANCEL), new RetryPolicy(0, LONG, LONG),
                new Breakers(new Breakers.Settings(20, 50, LONG)), meters, TextLog.NONE);
                var client = HttpClient.newHttpClient()) {
            var server = serve(new ModelRoutes(attempts, refusals, provider, new OllamaLoading(router), 1 << 20));
            try {
                return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/v1/chat"))
                        .timeout(LONG).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
            } finally {
                server.stop();
            }
        } finally {
            provider.close();
        }
    }

    private WebServer serve(ModelRoutes routes) {
        var span = TraceContext.start(new Random(1));
        var who = new Intent.Who("test", Optional.empty(), Optional.empty(), Optional.empty(), List.of());
        return WebServer.builder().host("127.0.0.1").port(0).routing(routing -> routing.addFilter((chain, request, response) -> {
            request.context().register(new Admission(id, CLOCK.instant(), System.nanoTime(), who, span.traceId(), span,
                    Optional.empty(), Optional.empty()));
            chain.proceed();
        }).register(routes)).build().start();
    }
}
