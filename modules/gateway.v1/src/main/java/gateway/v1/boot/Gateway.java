package gateway.v1.boot;

import ai.client.direct.DirectAiClient;
import ai.client.direct.RawClient;
import ai.client.direct.Timeouts;
import gateway.v1.InternalCredential;
import gateway.v1.attempt.Attempts;
import gateway.v1.attempt.Breakers;
import gateway.v1.attempt.LenientLedger;
import gateway.v1.attempt.Router;
import gateway.v1.call.GatewayException;
import gateway.v1.call.Refusals;
import gateway.v1.config.GatewaySettings.OnUnrecordable;
import gateway.v1.config.GatewaySettings;
import gateway.v1.door.Door;
import gateway.v1.door.KeyRing;
import gateway.v1.measure.CallMeters;
import gateway.v1.measure.CountedLedger;
import gateway.v1.provider.Discreet;
import gateway.v1.provider.Provider;
import gateway.v1.provider.anthropic.AnthropicProvider;
import gateway.v1.provider.ollama.OllamaProvider;
import gateway.v1.provider.openai.OpenAiProvider;
import gateway.v1.routes.Catalogue;
import gateway.v1.routes.ModelLists;
import gateway.v1.routes.ModelRoutes;
import gateway.v1.routes.OllamaLoading;
import gateway.v1.routes.OllamaMetadata;
import gateway.v1.routes.TokenCounts;
import io.helidon.metrics.api.Metrics;
import io.helidon.webserver.http.HttpRouting;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import telemetry.TextLog;
import usage.store.LedgerBackups;
import usage.store.Operation;
import usage.store.Outbox;
import usage.store.Repricing;
import usage.store.Snapshots;
import usage.store.StoreSettings;
import usage.store.UsageQueries;
import usage.store.UsageStore;

/// The gateway's parts, put together from its configuration: the ledger, the providers, the door and the routes.
final class Gateway {

    private static final System.Logger LOG = System.getLogger(Gateway.class.getName());
    private static final Duration SETTLING = Duration.ofSeconds(5);

    private final UsageStore store;
    private final Map<String, Provider> providers = new HashMap<>();
    private final Attempts attempts;
    private final Router router;
    private final CallMeters meters;
    private final Door door;
    private final ModelRoutes routes;
    private final Catalogue catalogue;
    private final OllamaMetadata metadata;
    private final TokenCounts tokenCounts;

    Gateway(GatewaySettings settings, InternalCredential internal, TextLog texts, InstantSource clock) {
        store = UsageStore
                .open(new StoreSettings(settings.dataDirectory().resolve("usage"), settings.prices(), settings.retention(),
                        settings.journal(), clock));
        meters = new CallMeters(Metrics::globalRegistry);
        var counted = new CountedLedger(store.ledger(), meters);
        var ledger = settings.onUnrecordable() == OnUnrecordable.SERVE ? new LenientLedger(counted, clock) : counted;
        settings.providers().forEach((name, provider) -> providers.put(name, provider(name, provider, settings)));
        router = new Router(providers, settings.routes(), new Random());
        var refusals = new Refusals(ledger, clock);
        attempts = new Attempts(ledger, router, refusals, clock, settings.limits(), settings.retries(),
                new Breakers(settings.breaker()), meters, texts);
        catalogue = new Catalogue(providers, settings.routes().defaultProvider(), settings.routes().aliases().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, alias -> alias.getValue().entries().getFirst().target())), clock);
        metadata = new OllamaMetadata(router, catalogue, providers.get(settings.routes().defaultProvider()));
        door = new Door(new KeyRing(settings.keys(), internal), refusals, clock);
        routes = new ModelRoutes(attempts, refusals, providers.get(GatewaySettings.SIDECAR), new OllamaLoading(router),
                settings.maxBodyBytes());
        tokenCounts = new TokenCounts(router, settings.maxBodyBytes());
    }

    UsageQueries queries() {
        return store.queries();
    }

    Repricing repricing() {
        return store.repricing();
    }

    Outbox outbox() {
        return store.outbox();
    }

    Snapshots snapshots() {
        return store.snapshots();
    }

    LedgerBackups backups() {
        return store.backups();
    }

    void hangInto(HttpRouting.Builder routing) {
        routing.addFilter(door).register(routes).register(tokenCounts).register(metadata).register(new ModelLists(catalogue));
    }

    /// Shows what is measured, once the server has a registry for it.
    void measure() {
        router.configured().forEach(target -> meters.know(target.provider().name(), target.model()));
        meters.begin(attempts::underWay);
    }

    /// Says which models a request gets that names none.
    void logDefaults() {
        for (var operation : List.of(Operation.CHAT, Operation.EMBEDDINGS, Operation.RERANK)) {
            try {
                LOG.log(Level.INFO, "default for {0}: {1}", operation.wireName(), router.defaultTarget(operation));
            } catch (GatewayException e) {
                LOG.log(Level.WARNING, "default for {0}: {1}", operation.wireName(), e.getMessage());
            }
        }
    }

    /// From now on, what breaks off does so because we stop.
    void stop() {
        attempts.stop();
    }

    /// Waits for what is under way, once no more can come.
    void settle() {
        if (!attempts.awaitSettled(SETTLING)) {
            LOG.log(Level.WARNING, "attempts were still under way after {0}; the next start will find them lost", SETTLING);
        }
    }

    /// Closes the ledger.
    void close() {
        attempts.close();
        providers.values().forEach(Provider::close);
        store.close();
    }

    private static Provider provider(String name, GatewaySettings.ProviderSettings provider, GatewaySettings settings) {
        // The attempt's own watch is there first.
        var timeouts = new Timeouts(settings.connectTimeout(),
                longest(settings.limits().firstByte(), settings.limits().idle()).plusSeconds(1));
        var address = provider.baseUrl().orElse(settings.sidecar());
        Map<String, String> bearer = provider.apiKey().map(key -> Map.of("authorization", "Bearer " + key)).orElse(Map.of());
        var made = switch (provider.type()) {
            case OLLAMA -> new OllamaProvider(name, DirectAiClient.to(address, bearer, timeouts));
            case OPENAI -> new OpenAiProvider(name, RawClient.to(address, bearer, timeouts), provider.openAi());
            case ANTHROPIC -> new AnthropicProvider(name, RawClient.to(address,
                    provider.apiKey().map(key -> Map.of("x-api-key", key)).orElse(Map.of()), timeouts), provider.maxTokens());
        };
        return provider.apiKey().<Provider>map(key -> new Discreet(made, key)).orElse(made);
    }

    private static Duration longest(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
