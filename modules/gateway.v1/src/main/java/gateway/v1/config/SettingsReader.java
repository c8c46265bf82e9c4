package gateway.v1.config;

import gateway.v1.ConfigurationException;
import gateway.v1.attempt.Breakers;
import gateway.v1.attempt.Limits;
import gateway.v1.attempt.Limits.OnCancel;
import gateway.v1.attempt.RetryPolicy;
import gateway.v1.config.GatewaySettings.OnUnrecordable;
import gateway.v1.config.GatewaySettings.ProviderSettings;
import gateway.v1.door.ApiKey;
import gateway.v1.door.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import usage.store.StoreSettings;

/// Reads the gateway's configuration. Whatever is wrong in it is told as a [ConfigurationException] that names the key.
public final class SettingsReader {

    private static final Words<OnUnrecordable> ON_UNRECORDABLE = Words.of("refuse", OnUnrecordable.REFUSE).or("serve",
            OnUnrecordable.SERVE);
    private static final Words<OnCancel> ON_CANCEL = Words.of("cancel", OnCancel.CANCEL).or("drain", OnCancel.DRAIN);

    private final Config config;

    public SettingsReader(Config config) {
        this.config = config;
    }

    /// All of it.
    ///
    /// @throws ConfigurationException naming the key that is wrong
    public GatewaySettings read() {
        var providers = providers();
        var routes = RoutesReader.read(tree("defaults"), tree("models"), providers);
        return new GatewaySettings(dataDirectory(),
                tree("sidecar").value("url", ProviderReader::address)
                        .orElseThrow(() -> new ConfigurationException("sidecar.url is missing")),
                tree("auth.keys").children().map(SettingsReader::key).toList(), providers, routes,
                LedgerReader.prices(tree("prices")), LedgerReader.retention(tree("usage")),
                LedgerReader.journal(tree("usage.journal")),
                tree("usage").value("on-unrecordable", ON_UNRECORDABLE).orElse(OnUnrecordable.REFUSE),
                tree("limits").value("max-body-bytes", Long::valueOf).orElse(16L << 20),
                tree("timeouts").value("connect", Duration::parse).orElse(Duration.ofSeconds(5)), limits(), retries(), breaker());
    }

    /// What of it concerns the ledger.
    ///
    /// @throws ConfigurationException naming the key that is wrong
    public StoreSettings ledger(InstantSource clock) {
        return new StoreSettings(dataDirectory().resolve("usage"), LedgerReader.prices(tree("prices")),
                LedgerReader.retention(tree("usage")), LedgerReader.journal(tree("usage.journal")), clock);
    }

    private Path dataDirectory() {
        return tree("data").value("dir", Path::of).orElse(Path.of("./data"));
    }

    private static ApiKey key(ConfigTree tree) {
        var scopes = EnumSet.noneOf(Scope.class);
        tree.list("scopes").forEach(name -> scopes.add(Scope.of(name).orElseThrow(() -> new ConfigurationException(
                tree.prefix() + ".scopes names '" + name + "'; known are call, usage, vectors, admin"))));
        var name = tree.required("name");
        var secret = tree.required("key");
        return tree.checked(() -> new ApiKey(name, secret, scopes.isEmpty() ? EnumSet.of(Scope.CALL, Scope.VECTORS) : scopes));
    }

    private Map<String, ProviderSettings> providers() {
        var providers = tree("providers").children().collect(Collectors.toMap(ConfigTree::name, ProviderReader::read));
        providers.putIfAbsent(GatewaySettings.SIDECAR, ProviderSettings.SIDECAR);
        return providers;
    }

    private Limits limits() {
        var tree = tree("timeouts");
        var onCancel = tree("streams").value("on-cancel", ON_CANCEL).orElse(OnCancel.CANCEL);
        return tree.checked(() -> new Limits(tree.value("first-byte", Duration::parse).orElse(Duration.ofMinutes(5)),
                tree.value("idle", Duration::parse).orElse(Duration.ofMinutes(5)),
                tree.value("total", Duration::parse).orElse(Duration.ofMinutes(30)),
                tree.value("write", Duration::parse).orElse(Duration.ofMinutes(5)), onCancel));
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

    private ConfigTree tree(String prefix) {
        return new ConfigTree(config, prefix);
    }
}
