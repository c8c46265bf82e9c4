package gateway.v1.attempt;

import java.util.Map;
import usage.store.Operation;

/// Where requests go, by what they name.
///
/// @param defaultProvider of requests that name none
/// @param defaultModels of requests that name none; an operation that is not in it gets the provider's first that can do it
/// @param aliases the operator's own names
public record Routes(String defaultProvider, Map<Operation, String> defaultModels, Map<String, Alias> aliases) {

    public Routes {
        defaultModels = Map.copyOf(defaultModels);
        aliases = Map.copyOf(aliases);
    }
}
