package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gateway.v1.config.GatewaySettings;
import gateway.v1.config.SettingsReader;
import gateway.v1.door.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import usage.store.Operation;

class SettingsReaderTest {

    private static final Map<String, String> GOOD = Map.ofEntries(Map.entry("sidecar.url", "http://127.0.0.1:11434"),
            Map.entry("auth.keys.0.name", "a"), Map.entry("auth.keys.0.key", "12345678"), Map.entry("auth.keys.10.name", "b"),
            Map.entry("auth.keys.10.key", "87654321"), Map.entry("auth.keys.10.scopes.0", "usage"),
            Map.entry("auth.keys.10.scopes.1", "admin"),
            Map.entry("providers.cloud.type", "ollama"), Map.entry("providers.cloud.base-url", "https://models.example"),
            Map.entry("models.fast.0", "ollama/llama"), Map.entry("models.slow", "cloud/big"),
            Map.entry("prices.0.provider", "cloud"),
            Map.entry("prices.0.model", "big"), Map.entry("prices.0.input", "0.25"), Map.entry("prices.0.output", "2"),
            Map.entry("prices.0.currency", "USD"), Map.entry("prices.0.from", "2026-01-01"),
            Map.entry("defaults.chat-model", "fast"),
            Map.entry("usage.retention", "P30D"), Map.entry("timeouts.idle", "PT7S"),
            Map.entry("models.shared.0.target", "cloud/big"), Map.entry("models.shared.0.weight", "3"),
            Map.entry("models.shared.1.target", "ollama/llama"), Map.entry("models.shared.1.weight", "1"));

    @Test
    void listsOfAYamlFileAreRead() {
        var settings = read(GOOD);

        assertThat(settings.keys()).extracting(key -> key.name()).containsExactly("a", "b");
        assertThat(settings.keys().getFirst().scopes()).containsExactlyInAnyOrder(Scope.CALL, Scope.VECTORS);
        assertThat(settings.keys().getLast().scopes()).containsExactlyInAnyOrder(Scope.USAGE, Scope.ADMIN);
        assertThat(settings.providers()).containsOnlyKeys("ollama", "cloud");
        assertThat(settings.routes().aliases().get("fast").order(new Random(1))).containsExactly("ollama/llama");
        assertThat(settings.routes().aliases().get("slow").order(new Random(1))).containsExactly("cloud/big");
        assertThat(settings.prices().getFirst().from()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(settings.routes().defaultModels()).containsEntry(Operation.TEXT_COMPLETION, "fast");
        assertThat(settings.retention()).isEqualTo(Duration.ofDays(30));
        assertThat(settings.limits().idle()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void targetsWithWeightsAreFirstInProportionAndAllStandBy() {
        var alias = read(GOOD).routes().aliases().get("shared");
        var random = new Random(1);
        var orders = IntStream.range(0, 4000).mapToObj(at -> alias.order(random)).toList();

        assertThat(orders).allSatisfy(order -> assertThat(order).containsExactlyInAnyOrder("cloud/big", "ollama/llama"));
        assertThat(orders.stream().filter(order -> order.getFirst().equals("cloud/big")).count()).isBetween(2900L, 3100L);
    }

    @ParameterizedTest
    @CsvSource({"auth.keys.0.key, short, auth.keys.0", "auth.keys.0.scopes, everything, auth.keys.0.scopes",
        "providers.cloud.type, magic, providers.cloud.type", "providers.cloud.max-tokens, 0, providers.cloud",
        "providers.cloud.base-url, ftp://x, providers.cloud.base-url", "sidecar.url, nowhere, sidecar.url",
        "prices.0.input, lots, prices.0.input",
        "providers.cloud.max-tokens-field, tokens, providers.cloud.max-tokens-field",
        "providers.cloud.reasoning-history, perhaps, providers.cloud.reasoning-history",
        "prices.0.from, soon, prices.0.from", "prices.0.currency, coins, prices.0",
        "defaults.provider, nobody, defaults.provider",
        "models.gpt-4.1, ollama/x, models.gpt-4.1", "timeouts.idle, 5 minutes, timeouts.idle", "timeouts.total, PT0S, timeouts",
        "models.shared.0.weight, 0, models.shared.0", "models.shared.2, ollama/other, models.shared",
        "streams.on-cancel, wait, streams.on-cancel", "retries.max, -1, retries", "breaker.error-ratio, 200, breaker",
        "limits.max-body-bytes, many, limits.max-body-bytes",
        "usage.retention, PT23H, usage.retention", "usage.retention, a while, usage.retention"})
    void whateverIsWrongIsNamedByItsKey(String key, String value, String named) {
        var settings = new HashMap<>(GOOD);
        settings.put(key, value);

        assertThatThrownBy(() -> read(settings)).isInstanceOf(ConfigurationException.class).hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource({"ollama, https://ollama.com", "openai, https://api.openai.com/v1", "anthropic, https://api.anthropic.com"})
    void aProviderThatAnswersNobodyWithoutAKeyNeedsOne(String type, String address) {
        var settings = new HashMap<>(GOOD);
        settings.put("providers.cloud.type", type);
        settings.put("providers.cloud.base-url", address);

        assertThatThrownBy(() -> read(settings)).isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("providers.cloud: api-key is missing");
        settings.put("providers.cloud.api-key", "a-key-of-theirs");
        assertThat(read(settings).providers()).containsKey("cloud");
    }

    @ParameterizedTest
    @CsvSource({"http://me:hunter2secret@models.example, providers.cloud.base-url", "http://me:hunter2 secret@x, sidecar.url"})
    void credentialsInAnAddressAreRefusedAndNotTold(String address, String key) {
        var settings = new HashMap<>(GOOD);
        settings.put(key, address);

        assertThatThrownBy(() -> read(settings)).isInstanceOf(ConfigurationException.class).hasMessageContaining(key)
                .satisfies(thrown -> assertThat(String.valueOf(thrown.getCause())).doesNotContain("hunter2"))
                .message().doesNotContain("hunter2");
    }

    @Test
    void secretsAreNotTold() {
        assertThat(read(GOOD).toString()).doesNotContain("12345678").doesNotContain("87654321");
    }

    private static GatewaySettings read(Map<String, String> settings) {
        return new SettingsReader(ConfigProviderResolver.instance().getBuilder().withSources(new MapSource(settings)).build())
                .read();
    }
}
