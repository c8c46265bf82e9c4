package gateway.v1.config;

import gateway.v1.ConfigurationException;
import gateway.v1.attempt.Alias;
import gateway.v1.attempt.Routes;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import usage.store.Operation;

/// Reads where calls go: `defaults` and `models`.
final class RoutesReader {

    private RoutesReader() {}

    /// @param providers names of those there are
    static Routes read(ConfigTree defaults, ConfigTree models, Map<String, ?> providers) {
        var provider = defaults.text("provider").orElse(GatewaySettings.SIDECAR);
        if (!providers.containsKey(provider)) {
            throw new ConfigurationException("defaults.provider names '" + provider + "', which is not among the providers");
        }
        return new Routes(provider, defaultModels(defaults),
                models.children().collect(Collectors.toMap(ConfigTree::name, RoutesReader::alias)));
    }

    private static Map<Operation, String> defaultModels(ConfigTree defaults) {
        var models = new EnumMap<Operation, String>(Operation.class);
        defaults.text("chat-model").ifPresent(model -> {
            models.put(Operation.CHAT, model);
            models.put(Operation.TEXT_COMPLETION, model);
        });
        defaults.text("embedding-model").ifPresent(model -> models.put(Operation.EMBEDDINGS, model));
        defaults.text("rerank-model").ifPresent(model -> models.put(Operation.RERANK, model));
        return models;
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
        return alias.checked(() -> new Alias(parts.stream().map(RoutesReader::entry).toList()));
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
}
