package ai.client;

import java.util.Optional;

/// Which model is meant. What is left out, the gateway's configuration decides.
///
/// @param provider provider as the gateway's configuration names it
/// @param model model, alias, or `provider/model`
public record ModelRef(Optional<String> provider, Optional<String> model) {

    /// Whatever the configuration says.
    public static final ModelRef DEFAULT = new ModelRef(Optional.empty(), Optional.empty());

    /// A model by name, of the default provider.
    public static ModelRef of(String model) {
        return new ModelRef(Optional.empty(), Optional.of(model));
    }
}
