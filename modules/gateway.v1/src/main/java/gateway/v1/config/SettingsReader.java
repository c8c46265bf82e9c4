package gateway.v1.config;

import gateway.v1.ConfigurationException;
import gateway.v1.attempt.Alias;
import gateway.v1.attempt.Breakers;
import gateway.v1.attempt.Limits.OnCancel;
import gateway.v1.attempt.Limits;
import gateway.v1.attempt.RetryPolicy;
import gateway.v1.attempt.Routes;
import gateway.v1.config.GatewaySettings.OnUnrecordable;
import gateway.v1.config.GatewaySettings.ProviderSettings;
import gateway.v1.config.GatewaySettings.ProviderType;
import gateway.v1.door.ApiKey;
import gateway.v1.door.Scope;
import gateway.v1.provider.anthropic.AnthropicProvider;
import gateway.v1.provider.openai.OpenAiAbilities.MaxTokens;
import gateway.v1.provider.openai.OpenAiAbilities;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import usage.store.JournalSettings.Fsync;
import usage.store.JournalSettings;
import usage.store.Operation;
import usage.store.Price;
import usage.store.StoreSettings;

/// Reads the gateway's configuration. Whatever is wrong in it is told as a [ConfigurationException] that names the key.
public final class SettingsReader {

    private final Config config;

    public SettingsReader(Config config) {
        this.config = config;
    }

    /// All of it.
    ///
    /// @throws ConfigurationException naming the key that is wrong
    public GatewaySettings read() {
        var providers = providers();
        var defaultProvider = tree("defaults").text("provider").orElse(GatewaySettings.SIDECAR);
        if (!providers.containsKey(defaultProvider)) {
            throw new ConfigurationException(
                    "defaults.provider names '" + defaultProvider + "', which is not among the providers");
        }
        return new GatewaySettings(value("data.dir", Path::of, Path.of("./data")),
                value("sidecar.url", SettingsReader::address, null),
                tree("auth.keys").children().map(SettingsReader::key).toList(), providers,
                new Routes(defaultProvider, defaultModels(),
                        tree("models").children().collect(Collectors.toMap(ConfigTree::name, SettingsReader::alias))),
                tree("prices").children().map(SettingsReader::price).toList(),
                value("usage.retention", SettingsReader::retention, StoreSettings.USUAL_RETENTION), journal(),
                value("usage.on-unrecordable", SettingsReader::onUnrecordable, OnUnrecordable.REFUSE),
                value("limits.max-body-bytes", Long::valueOf, 16L << 20),
                value("timeouts.connect", Duration::parse, Duration.ofSeconds(5)),
                limits(), retries(), breaker());
    }

    /// What of it concerns the ledger.
    ///
    /// @throws ConfigurationException naming the key that is wrong
    public StoreSettings ledger(InstantSource clock) {
        return new StoreSettings(value("data.dir", Path::of, Path.of("./data")).resolve("usage"),
                tree("prices").children().map(SettingsReader::price).toList(),
                value("usage.retention", SettingsReader::retention, StoreSettings.USUAL_RETENTION), journal(), clock);
    }

    private Limits limits() {
        var tree = tree("timeouts");
        var onCancel = value("streams.on-cancel", SettingsReader::onCancel, OnCancel.CANCEL);
        return tree.checked(() -> new Limits(tree.value("first-byte", Duration::parse).orElse(Duration.ofMinutes(5)),
                tree.value("idle", Duration::parse).orElse(Duration.ofMinutes(5)),
                tree.value("total", Duration::parse).orElse(Duration.ofMinutes(30)),
                tree.value("write", Duration::parse).orElse(Duration.ofMinutes(5)), onCancel));
    }

    private static OnCancel onCancel(String text) {
        return switch (text) {
            case "cancel" -> OnCancel.CANCEL;
            case "drain" -> OnCancel.DRAIN;
            default -> throw new IllegalArgumentException("known are cancel, drain");
        };
    }

    private RetryPolicy retries() {
        var tree = tree("retries");
        return tree.checked(() -> new RetryPolicy(tree.value("max", Integer::valueOf).orElse(0),
                tree.value("backoff", Duration::parse).orElse(Duration.ofMillis(500)),
                tree.value("max-backoff", Duration::parse).orElse(Duration.ofSeconds(20))));
    }

    private Breakers.Settings breaker() {
        var tree = tree("breaker");
        return tree.checked(() -> new Breakers.Settings(tree.value("volume", Integer::valueOf).orElse(20),
                tree.value("error-ratio", Integer::valueOf).orElse(50),
                tree.value("delay", Duration::parse).orElse(Duration.ofSeconds(10))));
    }

    private Map<String, ProviderSettings> providers() {
        var providers = tree("providers").children().collect(Collectors.toMap(ConfigTree::name, SettingsReader::provider));
        providers.putIfAbsent(GatewaySettings.SIDECAR, ProviderSettings.SIDECAR);
        return providers;
    }

    private Map<Operation, String> defaultModels() {
        var models = new EnumMap<Operation, String>(Operation.class);
        var defaults = tree("defaults");
        defaults.text("chat-model").ifPresent(model -> {
            models.put(Operation.CHAT, model);
            models.put(Operation.TEXT_COMPLETION, model);
        });
        defaults.text("embedding-model").ifPresent(model -> models.put(Operation.EMBEDDINGS, model));
        defaults.text("rerank-model").ifPresent(model -> models.put(Operation.RERANK, model));
        return models;
    }

    private static ProviderSettings provider(ConfigTree tree) {
        tree.required("type");
        var type = tree.value("type", SettingsReader::providerType).orElseThrow();
        boolean streamUsage = tree.value("stream-usage", SettingsReader::streamUsage).orElse(true);
        boolean responses = tree.value("responses", SettingsReader::flag).orElse(false);
        boolean reasoningHistory = tree.value("reasoning-history", SettingsReader::reasoningHistory).orElse(false);
        var maxTokensField = tree.value("max-tokens-field", SettingsReader::maxTokens);
        int maxTokens = tree.value("max-tokens", Integer::valueOf).orElse(AnthropicProvider.USUAL_MAX_TOKENS);
        return tree
                .checked(() -> new ProviderSettings(type, tree.value("base-url", SettingsReader::address), tree.text("api-key"),
                        new OpenAiAbilities(streamUsage, responses, reasoningHistory, maxTokensField), maxTokens));
    }

    private static ProviderType providerType(String text) {
        return switch (text) {
            case "ollama" -> ProviderType.OLLAMA;
            case "openai" -> ProviderType.OPENAI;
            case "anthropic" -> ProviderType.ANTHROPIC;
            default -> throw new IllegalArgumentException("known are ollama, openai, anthropic");
        };
    }

    private static boolean streamUsage(String text) {
        return switch (text) {
            case "ask" -> true;
            case "never" -> false;
            default -> throw new IllegalArgumentException("known are ask, never");
        };
    }

    private static boolean reasoningHistory(String text) {
        return switch (text) {
            case "send" -> true;
            case "omit" -> false;
            default -> throw new IllegalArgumentException("known are send, omit");
        };
    }

    private static MaxTokens maxTokens(String text) {
        return Arrays.stream(MaxTokens.values()).filter(field -> field.wireName().equals(text)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("known are max_completion_tokens, max_tokens"));
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("known are true, false");
        };
    }

    /// One target, or a list of them, with weights or without. Keys are flat: a dot in an alias cannot be told from a part of it.
    private static Alias alias(ConfigTree alias) {
        var parts = alias.children().toList();
        if (parts.isEmpty()) {
            return new Alias(new ConfigTree(alias.config(), "models").list(alias.name()).stream()
                    .map(target -> new Alias.Entry(target, OptionalInt.empty())).toList());
        }
        if (!parts.getFirst().name().equals("0")) {
            throw new ConfigurationException(alias.prefix() + "." + parts.getFirst().name()
                    + ": an alias cannot have a dot in its name");
        }
        return alias.checked(() -> new Alias(parts.stream().map(SettingsReader::entry).toList()));
    }

    private static Alias.Entry entry(ConfigTree entry) {
        var plain = entry.config().getOptionalValue(entry.prefix(), String.class).filter(target -> !target.isBlank());
        if (plain.isPresent()) {
            return new Alias.Entry(plain.get(), OptionalInt.empty());
        }
        var weight = entry.value("weight", Integer::valueOf);
        return entry.checked(() -> new Alias.Entry(entry.required("target"),
                weight.map(OptionalInt::of).orElseGet(OptionalInt::empty)));
    }

    private static ApiKey key(ConfigTree tree) {
        var scopes = EnumSet.noneOf(Scope.class);
        tree.list("scopes").forEach(name -> scopes.add(Scope.of(name).orElseThrow(() -> new ConfigurationException(
                tree.prefix() + ".scopes names '" + name + "'; known are call, usage, vectors, admin"))));
        var name = tree.required("name");
        var secret = tree.required("key");
        return tree.checked(() -> new ApiKey(name, secret, scopes.isEmpty() ? EnumSet.of(Scope.CALL, Scope.VECTORS) : scopes));
    }

    private static Price price(ConfigTree tree) {
        tree.required("input");
        var input = tree.value("input", BigDecimal::new).orElseThrow();
        var cachedInput = tree.value("cached-input", BigDecimal::new);
        var cacheWrite = tree.value("cache-write", BigDecimal::new);
        var output = tree.value("output", BigDecimal::new);
        var reasoning = tree.value("reasoning", BigDecimal::new);
        var perRequest = tree.value("per-request", BigDecimal::new);
        var from = tree.value("from", SettingsReader::instant).orElse(Instant.EPOCH);
        return tree.checked(() -> new Price(tree.required("provider"), tree.required("model"), input, cachedInput, cacheWrite,
                output, reasoning,
                perRequest, tree.required("currency"), from));
    }

    /// A date (of which YAML makes a date and time), or an instant.
    private static Instant instant(String text) {
        return text.length() > 10 && text.contains("T")
                ? Instant.parse(text)
                : LocalDate.parse(text.substring(0, Math.min(10, text.length()))).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private JournalSettings journal() {
        var tree = tree("usage.journal");
        var usual = JournalSettings.DEFAULT;
        var directory = tree.value("dir", Path::of);
        var fsync = tree.value("fsync", Fsync::of).orElse(usual.fsync());
        int segmentBytes = tree.value("segment-bytes", Integer::valueOf).orElse(usual.segmentBytes());
        long maxBytes = tree.value("max-bytes", Long::valueOf).orElse(usual.maxBytes());
        return tree.checked(() -> new JournalSettings(directory, fsync, segmentBytes, maxBytes));
    }

    private static OnUnrecordable onUnrecordable(String text) {
        return switch (text) {
            case "refuse" -> OnUnrecordable.REFUSE;
            case "serve" -> OnUnrecordable.SERVE;
            default -> throw new IllegalArgumentException("known are refuse, serve");
        };
    }

    private static Duration retention(String text) {
        var retention = Duration.parse(text);
        StoreSettings.checkRetention(retention);
        return retention;
    }

    private static URI address(String text) {
        var uri = URI.create(text);
        if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
            throw new IllegalArgumentException("not an http address");
        }
        if (uri.getUserInfo() != null) {
            throw new IllegalArgumentException("credentials do not belong there but in api-key");
        }
        return uri;
    }

    private <T> T value(String key, Function<String, T> reading, T otherwise) {
        int dot = key.lastIndexOf('.');
        return tree(key.substring(0, dot)).value(key.substring(dot + 1), reading).or(() -> Optional.ofNullable(otherwise))
                .orElseThrow(() -> new ConfigurationException(key + " is missing"));
    }

    private ConfigTree tree(String prefix) {
        return new ConfigTree(config, prefix);
    }
}
