package gateway.v1.attempt;

import gateway.v1.call.Fault;
import gateway.v1.call.ModelRequest;
import gateway.v1.provider.Provider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import usage.store.ErrorType;
import usage.store.Operation;

/// Finds the targets of a request: an alias wins, then `provider/model` where the first part is a configured provider,
/// then the default provider; without a model the configured default, then the provider's first that can do it.
public final class Router {

    private final Map<String, Provider> providers;
    private final Routes routes;
    private final RandomGenerator random;

    /// @param random draws where targets have weights; safe for many threads
    public Router(Map<String, Provider> providers, Routes routes, RandomGenerator random) {
        this.providers = Map.copyOf(providers);
        this.routes = routes;
        this.random = random;
    }

    /// The targets, in the order in which they are to be tried; at least one. Nobody is asked whether there are such models:
    /// that is done when a target's turn comes.
    ///
    /// @throws gateway.v1.call.GatewayException `unknown_provider`; where no model is named, also `unknown_model` and
    ///         `provider_unavailable`
    public List<Target> targets(ModelRequest request) {
        var selection = request.selection();
        if (selection.provider().isEmpty()) {
            return selection.model().map(this::byName).orElseGet(() -> byDefault(request.operation()));
        }
        var provider = provider(selection.provider().get());
        if (selection.model().isEmpty() && provider.name().equals(routes.defaultProvider())) {
            return byDefault(request.operation());
        }
        return List.of(new Target(provider, selection.model().orElseGet(() -> defaultModel(provider, request.operation())),
                Optional.empty()));
    }

    /// The first of the targets that there is.
    ///
    /// @throws gateway.v1.call.GatewayException `unknown_provider`, `unknown_model`, `provider_unavailable`
    public Target target(ModelRequest request) {
        var targets = targets(request);
        return targets.stream().filter(Target::isThere).findFirst().orElseThrow(() -> targets.getFirst().unknown().asException());
    }

    /// Where the operator's own names and defaults lead, whether or not there is such a model.
    public Stream<Target> configured() {
        var defaults = routes.defaultModels().values().stream().filter(name -> !routes.aliases().containsKey(name));
        var aliases = routes.aliases().values().stream().flatMap(alias -> alias.entries().stream()).map(Alias.Entry::target);
        return Stream.concat(defaults, aliases).map(name -> read(name, Optional.empty()));
    }

    /// What a request for `operation` gets that names nothing.
    public Target defaultTarget(Operation operation) {
        return byDefault(operation).getFirst();
    }

    private List<Target> byDefault(Operation operation) {
        var configured = routes.defaultModels().get(operation);
        if (configured != null) {
            return byName(configured);
        }
        var provider = provider(routes.defaultProvider());
        return List.of(new Target(provider, defaultModel(provider, operation), Optional.empty()));
    }

    private List<Target> byName(String name) {
        return Optional.ofNullable(routes.aliases().get(name))
                .map(alias -> alias.order(random).stream().map(target -> read(target, Optional.of(name))).toList())
                .orElseGet(() -> List.of(read(name, Optional.empty())));
    }

    private Target read(String name, Optional<String> route) {
        int slash = name.indexOf('/');
        return slash > 0 && providers.containsKey(name.substring(0, slash))
                ? new Target(providers.get(name.substring(0, slash)), name.substring(slash + 1), route)
                : new Target(provider(routes.defaultProvider()), name, route);
    }

    private Provider provider(String name) {
        return Optional.ofNullable(providers.get(name))
                .orElseThrow(() -> new Fault(ErrorType.UNKNOWN_PROVIDER, 404, "no provider '" + name + "'; configured are "
                        + String.join(", ", new TreeSet<>(providers.keySet())), Optional.of("provider"), Map.of(), 404)
                        .asException());
    }

    private static String defaultModel(Provider provider, Operation operation) {
        return provider.firstModelFor(operation)
                .orElseThrow(() -> new Fault(ErrorType.UNKNOWN_MODEL, 404, "no model named, and provider '" + provider.name()
                        + "' has none that can do " + operation.wireName(), Optional.of("model"), Map.of(), 404).asException());
    }
}
