package lakehouse.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import lakehouse.image.Launched;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import provider.scripted.Received;
import provider.scripted.ScriptedProvider;

/// The image, in front of a scripted provider of each type: one for all tests of clients. After each of them the ledger is
/// held against what the providers received.
final class Front implements AutoCloseable {

    static final String KEY = "sk-key-of-the-tested-clients";

    /// A name of the house's own for a model.
    static final String ALIAS = "house-model";

    /// The provider of OpenAI's protocol once more, as one that knows `/responses` itself.
    static final String NATIVE = "native";

    /// Those whose models Ollama must know beforehand.
    static final List<String> CLIENTS = List.of("openai-java", "langchain4j-openai", "anthropic-java", "langchain4j-anthropic",
            "langchain4j-ollama", "openai-node", "anthropic-node", "ollama-node");

    private static final ObjectMapper MAPPER = new ObjectMapper();
    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String[] HEADERS = {"authorization", "Bearer " + KEY};

    private final Map<Side, ScriptedProvider> providers;
    private final Launched service;

    private Front(Map<Side, ScriptedProvider> providers, Launched service) {
        this.providers = providers;
        this.service = service;
    }

    static Front start() {
        var providers = new EnumMap<Side, ScriptedProvider>(Side.class);
        for (var side : Side.values()) {
            providers.put(side, ScriptedProvider.start(side::reply, Deed.models(CLIENTS)));
        }
        try {
            var directory = Files.createTempDirectory(Launched.IMAGE.getParent(), "clients-");
            Files.writeString(directory.resolve("lakehouse.yaml"), """
                    auth:
                      keys:
                        - {name: client, key: %5$s, scopes: [call, usage]}
                    providers:
                      openai: {type: openai, base-url: "%1$s/v1", api-key: sk-of-the-provider}
                      %2$s: {type: openai, base-url: "%1$s/v1", api-key: sk-of-the-provider, responses: true}
                      ollama: {type: ollama}
                      anthropic: {type: anthropic, base-url: "%3$s", api-key: sk-of-another-provider}
                    models:
                      %4$s: openai/answer-house
                    """.formatted(providers.get(Side.OPENAI).uri(), NATIVE, providers.get(Side.ANTHROPIC).uri(), ALIAS, KEY));
            return new Front(providers,
                    Launched.serve(directory, Map.of("SIDECAR_URL", providers.get(Side.OLLAMA).uri().toString())));
        } catch (IOException e) {
            throw new AssertionError("no service could be started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// Where the gateway is.
    URI uri() {
        return service.uri();
    }

    /// The calls that a provider received for a client's deed.
    List<Received> received(Side side, Deed deed, String client) {
        return providers.get(side).received().stream().filter(call -> call.model().equals(deed.model(client))).toList();
    }

    /// The rows of a client's deed, the newest first.
    List<JsonNode> rows(Side side, Deed deed, String client) {
        return rows("&provider=" + side.provider() + "&model=" + deed.model(client));
    }

    /// The only row of a client's deed, once it is settled.
    JsonNode row(Side side, Deed deed, String client) {
        await(completeness -> completeness.path("in_flight").asLong() == 0);
        var rows = rows(side, deed, client);
        assertThat(rows).as("rows of " + side.model(deed, client)).hasSize(1);
        return rows.getFirst();
    }

    /// The rows of a client's deed at the provider that knows `/responses` itself.
    List<JsonNode> nativeRows(Deed deed, String client) {
        await(completeness -> completeness.path("in_flight").asLong() == 0);
        return rows("&provider=" + NATIVE + "&model=" + deed.model(client));
    }

    /// Whether all that a client asked for in a deed was refused, and recorded as that: nothing went to the provider.
    boolean isRefused(Side side, Deed deed, String client) {
        var rows = rows("&requested_model=" + side.model(deed, client));
        return received(side, deed, client).isEmpty() && !rows.isEmpty()
                && rows.stream().allMatch(row -> row.path("status").asText().equals("refused"));
    }

    /// The law of the record: every call that a provider received has exactly one row, and every row that says it was sent was
    /// received. What is compared are provider and model; every client has models of its own for all that it does.
    void holdLedgerAgainstProviders() {
        await(completeness -> completeness.path("in_flight").asLong() == 0);
        var rows = rows("");
        var sent = rows.stream().filter(row -> !row.path("sent_at").isNull() && !row.path("status").asText().equals("lost"))
                .map(row -> row.path("provider").asText().replace(NATIVE, Side.OPENAI.provider()) + "/"
                        + row.path("target_model").asText())
                .toList();
        var received = providers.entrySet().stream().flatMap(entry -> entry.getValue().received().stream()
                .map(call -> entry.getKey().provider() + "/" + call.model())).toList();
        assertThat(sent).containsExactlyInAnyOrderElementsOf(received);
        assertThat(rows).noneMatch(row -> row.path("status").asText().equals("lost"));
    }

    private void await(Predicate<JsonNode> condition) {
        for (long end = System.nanoTime() + PATIENCE.toNanos(); System.nanoTime() < end;) {
            if (condition.test(get("/v1/usage").path("completeness"))) {
                return;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
        throw new AssertionError("attempts are still in flight after " + PATIENCE + ": " + service.output());
    }

    private List<JsonNode> rows(String filter) {
        var page = get("/v1/usage/calls?limit=1000" + filter);
        assertThat(page.path("has_more").asBoolean()).isFalse();
        return StreamSupport.stream(page.path("data").spliterator(), false).toList();
    }

    private JsonNode get(String path) {
        try {
            var answer = service.get(path, HEADERS);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return MAPPER.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        service.close();
        providers.values().forEach(ScriptedProvider::close);
    }

    /// Gives tests the one that there is.
    static final class Shared implements ParameterResolver, AfterEachCallback {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType().equals(Front.class);
        }

        @Override
        public Front resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return front(context);
        }

        @Override
        public void afterEach(ExtensionContext context) {
            front(context).holdLedgerAgainstProviders();
        }

        private static Front front(ExtensionContext context) {
            return context.getRoot().getStore(Namespace.create(Front.class)).computeIfAbsent(Front.class, key -> Front.start(),
                    Front.class);
        }
    }
}
