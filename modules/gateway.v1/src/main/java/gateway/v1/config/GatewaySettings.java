package gateway.v1.config;

import gateway.v1.attempt.Breakers;
import gateway.v1.attempt.Limits;
import gateway.v1.attempt.RetryPolicy;
import gateway.v1.attempt.Routes;
import gateway.v1.door.ApiKey;
import gateway.v1.provider.anthropic.AnthropicProvider;
import gateway.v1.provider.openai.OpenAiAbilities;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import usage.store.JournalSettings;
import usage.store.Price;

/// The gateway's configuration, read once at start.
///
/// @param dataDirectory `data.dir`
/// @param sidecar `sidecar.url`, by then an address
/// @param keys `auth.keys`
/// @param providers `providers`, by name; `ollama` (the sidecar) is always there
/// @param routes `defaults` and `models`
/// @param prices `prices`
/// @param retention `usage.retention`
/// @param journal `usage.journal`
/// @param onUnrecordable `usage.on-unrecordable`
/// @param maxBodyBytes `limits.max-body-bytes`
/// @param connectTimeout `timeouts.connect`
/// @param limits the other `timeouts`, and `streams.on-cancel`
/// @param retries `retries`
/// @param breaker `breaker`
public record GatewaySettings(Path dataDirectory, URI sidecar, List<ApiKey> keys, Map<String, ProviderSettings> providers, Routes routes, List<Price> prices,
        Duration retention, JournalSettings journal, OnUnrecordable onUnrecordable, long maxBodyBytes, Duration connectTimeout, Limits limits, RetryPolicy retries, Breakers.Settings breaker) {

    /// The provider that needs no configuration: the sidecar.
    public static final String SIDECAR = "ollama";

    public GatewaySettings {
        keys = List.copyOf(keys);
        providers = Map.copyOf(providers);
        prices = List.copyOf(prices);
    }

    /// What becomes of a call that cannot be recorded.
    public enum OnUnrecordable {

        /// It is refused with 503.
        REFUSE,
        /// It is made, gets no row, and is counted.
        SERVE
    }

    /// Which protocol a provider speaks.
    public enum ProviderType {
        OLLAMA, OPENAI, ANTHROPIC
    }

    /// A configured provider.
    ///
    /// @param type which protocol it speaks
    /// @param baseUrl where it is; empty: the sidecar, which only a provider of Ollama's kind can be
    /// @param apiKey its key
    /// @param openAi what it can do, where it speaks OpenAI's protocol
    /// @param maxTokens most tokens of an answer where the caller says none, in a protocol that needs a number
    public record ProviderSettings(ProviderType type, Optional<URI> baseUrl, Optional<String> apiKey,
            OpenAiAbilities openAi, int maxTokens) {

        private static final Set<String> KEYED = Set.of("api.anthropic.com", "api.openai.com", "ollama.com");

        /// The sidecar.
        static final ProviderSettings SIDECAR = new ProviderSettings(ProviderType.OLLAMA, Optional.empty(), Optional.empty(),
                OpenAiAbilities.USUAL, AnthropicProvider.USUAL_MAX_TOKENS);

        public ProviderSettings {
            if (type != ProviderType.OLLAMA && baseUrl.isEmpty()) {
                throw new IllegalArgumentException("base-url is missing");
            }
            baseUrl.map(URI::getHost).filter(host -> apiKey.isEmpty() && KEYED.contains(host)).ifPresent(host -> {
                throw new IllegalArgumentException("api-key is missing: " + host + " answers nobody without one");
            });
            if (maxTokens < 1) {
                throw new IllegalArgumentException("max-tokens must be at least 1: " + maxTokens);
            }
        }

        /// Does not tell the key.
        @Override
        public String toString() {
            return "ProviderSettings[type=" + type + ", baseUrl=" + baseUrl + ", apiKey=" + (apiKey.isPresent() ? "…" : "none")
                    + "]";
        }
    }
}
