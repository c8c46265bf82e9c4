package gateway.v1.attempt;

import gateway.v1.provider.Provider;
import java.util.Optional;

/// Where an attempt goes.
///
/// @param provider to whom
/// @param model the model, as the provider names it
/// @param route the alias that led there
public record Target(Provider provider, String model, Optional<String> route) {

    @Override
    public String toString() {
        return provider.name() + "/" + model;
    }
}
