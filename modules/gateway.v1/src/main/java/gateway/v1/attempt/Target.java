package gateway.v1.attempt;

import gateway.v1.call.Fault;
import gateway.v1.provider.Provider;
import java.util.Map;
import java.util.Optional;
import usage.store.ErrorType;

/// Where an attempt goes.
///
/// @param provider to whom
/// @param model the model, as the provider names it
/// @param route the alias that led there
public record Target(Provider provider, String model, Optional<String> route) {

    /// Whether its provider has its model. True where that cannot be found out.
    boolean isThere() {
        return provider.has(model);
    }

    /// That its provider has no such model.
    Fault unknown() {
        return new Fault(ErrorType.UNKNOWN_MODEL, 404, "provider '" + provider.name() + "' has no model '" + model + "'",
                Optional.of("model"), Map.of(), 404);
    }

    @Override
    public String toString() {
        return provider.name() + "/" + model;
    }
}
