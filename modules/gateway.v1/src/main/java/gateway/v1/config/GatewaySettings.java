package gateway.v1.config;

import gateway.v1.door.ApiKey;
import gateway.v1.door.Scope;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import usage.store.Operation;
import usage.store.Price;

/// The gateway's configuration, read once at start; whatever is wrong in it stops the start with a line that names the key.
///
/// @param dataDirectory `data.dir`
/// @param sidecar `sidecar.url`, by then an address
/// @param keys `auth.keys`
/// @param providers `providers`, by name; `ollama` (the sidecar) is always there
/// @param defaultProvider `defaults.provider`
/// @param defaultModels `defaults.chat-model`, `defaults.embedding-model`, `defaults.rerank-model`
/// @param aliases `models`: alias to targets, in order
/// @param prices `prices`
/// @param maxBodyBytes `limits.max-body-bytes`
/// @param connectTimeout `timeouts.connect`
/// @param readTimeout `timeouts.read`
public record GatewaySettings(Path dataDirectory, URI sidecar, List<ApiKey> keys, Map<String, ProviderSettings> providers,
        String defaultProvider, Map<Operation, String> defaultModels, Map<String, List<String>> aliases, List<Price> prices,
        long maxBodyBytes, Duration connectTimeout, Duration readTimeout) {

    /// The provider that needs no configuration: the sidecar.
    public static final String SIDECAR = "ollama";

    /// A configured provider.
    ///
    /// @param type `ollama`
    /// @param baseUrl where it is; empty: the sidecar
    /// @param apiKey its key
    public record ProviderSettings(String type, Optional<URI> baseUrl, Optional<String> apiKey) {

        /// Does not tell the key.
        @Override
        public String toString() {
            return "ProviderSettings[type=" + type + ", baseUrl=" + baseUrl + ", apiKey=" + (apiKey.isPresent() ? "…" : "none")
                    + "]";
        }
    }

    /// Reads it.
    ///
    /// @throws IllegalArgumentException naming the key that is wrong
    public static GatewaySettings of(Config config) {
        var providers = new ConfigTree(config, "providers").children()
                .collect(Collectors.toMap(ConfigTree::name, GatewaySettings::provider));
        providers.putIfAbsent(SIDECAR, new ProviderSettings("ollama", Optional.empty(), Optional.empty()));
        var defaults = new ConfigTree(config, "defaults");
        var defaultProvider = defaults.text("provider").orElse(SIDECAR);
        if (!providers.containsKey(defaultProvider)) {
            throw new IllegalArgumentException(
                    "defaults.provider names '" + defaultProvider + "', which is not among the providers");
        }
        var models = new EnumMap<Operation, String>(Operation.class);
        defaults.text("chat-model").ifPresent(model -> {
            models.put(Operation.CHAT, model);
            models.put(Operation.TEXT_COMPLETION, model);
        });
        defaults.text("embedding-model").ifPresent(model -> models.put(Operation.EMBEDDINGS, model));
        defaults.text("rerank-model").ifPresent(model -> models.put(Operation.RERANK, model));
        var aliasTree = new ConfigTree(config, "models");
        return new GatewaySettings(Path.of(config.getOptionalValue("data.dir", String.class).orElse("./data")),
                uri("sidecar.url", config.getValue("sidecar.url", String.class)),
                new ConfigTree(config, "auth.keys").children().map(GatewaySettings::key).toList(), providers, defaultProvider,
                models,
                aliasTree.children().collect(Collectors.toMap(ConfigTree::name, alias -> aliasTree.list(alias.name()))),
                new ConfigTree(config, "prices").children().map(GatewaySettings::price).toList(),
                config.getOptionalValue("limits.max-body-bytes", Long.class).orElse(16L << 20),
                config.getOptionalValue("timeouts.connect", Duration.class).orElse(Duration.ofSeconds(5)),
                config.getOptionalValue("timeouts.read", Duration.class).orElse(Duration.ofMinutes(5)));
    }

    private static ProviderSettings provider(ConfigTree tree) {
        var type = tree.required("type");
        if (!type.equals("ollama")) {
            throw new IllegalArgumentException("providers." + tree.name() + ".type is '" + type + "'; known is ollama");
        }
        return new ProviderSettings(type, tree.text("base-url").map(url -> uri(tree.prefix() + ".base-url", url)),
                tree.text("api-key"));
    }

    private static ApiKey key(ConfigTree tree) {
        var scopes = EnumSet.noneOf(Scope.class);
        tree.list("scopes").forEach(name -> scopes.add(Scope.of(name).orElseThrow(
                () -> new IllegalArgumentException(
                        tree.prefix() + ".scopes names '" + name + "'; known are call, usage, vectors, admin"))));
        return new ApiKey(tree.required("name"), tree.required("key"),
                scopes.isEmpty() ? EnumSet.of(Scope.CALL, Scope.VECTORS) : scopes);
    }

    private static Price price(ConfigTree tree) {
        return new Price(tree.required("provider"), tree.required("model"), new BigDecimal(tree.required("input")),
                amount(tree, "cached-input"), amount(tree, "cache-write"), amount(tree, "output"), amount(tree, "reasoning"),
                amount(tree, "per-request"), tree.required("currency"),
                tree.text("from").map(from -> instant(tree, from)).orElse(Instant.EPOCH));
    }

    private static Optional<BigDecimal> amount(ConfigTree tree, String name) {
        try {
            return tree.text(name).map(BigDecimal::new);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(tree.prefix() + "." + name + " is not a number", e);
        }
    }

    private static Instant instant(ConfigTree tree, String text) {
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text.substring(0, Math.min(10, text.length()))).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(tree.prefix() + ".from is neither a date nor an instant: " + text, e);
        }
    }

    private static URI uri(String key, String text) {
        try {
            var uri = URI.create(text);
            if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
                throw new IllegalArgumentException(key + " is not an http address: " + text);
            }
            return uri;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + " is not an http address: " + text, e);
        }
    }
}
