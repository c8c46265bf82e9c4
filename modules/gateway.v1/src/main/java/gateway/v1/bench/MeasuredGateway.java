package gateway.v1.bench;

import ai.client.direct.RawClient;
import ai.client.direct.Timeouts;
import gateway.v1.InternalCredential;
import gateway.v1.attempt.Attempts;
import gateway.v1.attempt.Breakers;
import gateway.v1.attempt.Limits;
import gateway.v1.attempt.RetryPolicy;
import gateway.v1.attempt.Router;
import gateway.v1.attempt.Routes;
import gateway.v1.call.Refusals;
import gateway.v1.door.Door;
import gateway.v1.door.KeyRing;
import gateway.v1.measure.CallMeters;
import gateway.v1.provider.Provider;
import gateway.v1.provider.openai.OpenAiAbilities;
import gateway.v1.provider.openai.OpenAiProvider;
import gateway.v1.routes.ModelRoutes;
import gateway.v1.routes.OllamaLoading;
import io.helidon.metrics.api.Metrics;
import io.helidon.webserver.WebServer;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import telemetry.TextLog;
import usage.store.Ledger;

/// The gateway's own parts in front of an instant provider, as the service puts them together, on a port of its own.
public final class MeasuredGateway implements AutoCloseable {

    private static final long MAX_BODY = 16 << 20;

    private final Attempts attempts;
    private final Map<String, Provider> providers;
    private final WebServer server;

    public MeasuredGateway(Ledger ledger, InstantProvider provider) {
        var clock = InstantSource.system();
        providers = Map.of("instant", provider("instant", provider.uri()), "standing", provider("standing", provider.standing()));
        var router = new Router(providers, new Routes("instant", Map.of(), Map.of()), new Random());
        var refusals = new Refusals(ledger, clock);
        var limit = Duration.ofMinutes(5);
        attempts = new Attempts(ledger, router, refusals, clock, new Limits(limit, limit, limit, limit, Limits.OnCancel.CANCEL),
                new RetryPolicy(0, Duration.ZERO, Duration.ZERO),
                new Breakers(new Breakers.Settings(20, 50, Duration.ofSeconds(10))), new CallMeters(Metrics::globalRegistry),
                TextLog.NONE);
        var door = new Door(new KeyRing(List.of(), InternalCredential.mint(new SecureRandom())), refusals, clock);
        var routes = new ModelRoutes(attempts, refusals, providers.get("instant"), new OllamaLoading(router), MAX_BODY);
        server = WebServer.builder().host("127.0.0.1").port(0).connectionOptions(options -> options.tcpNoDelay(true))
                .routing(routing -> routing.addFilter(door).register(routes)).build().start();
    }

    /// What an OpenAI client takes for its base URL.
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.port() + "/v1");
    }

    @Override
    public void close() {
        server.stop();
        attempts.close();
        providers.values().forEach(Provider::close);
    }

    private static Provider provider(String name, URI uri) {
        return new OpenAiProvider(name, RawClient.to(uri, Map.of("authorization", "Bearer instant"), Timeouts.DEFAULT),
                OpenAiAbilities.USUAL);
    }
}
