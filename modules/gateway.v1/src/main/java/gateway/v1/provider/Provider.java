package gateway.v1.provider;

import gateway.v1.call.ModelRequest;
import gateway.v1.call.Passage;
import java.util.Optional;
import usage.store.Operation;

/// A configured provider: says requests in its own protocol and reads its answers. Called by the attempt pipeline and by
/// nobody else; repeats nothing.
public interface Provider extends AutoCloseable {

    /// Its name in the configuration.
    String name();

    /// Sends a request and waits until the answer begins.
    ///
    /// @param request what is asked
    /// @param model the model, as the provider names it
    /// @param passage the request as it came in; used where the provider speaks that protocol
    /// @throws gateway.v1.call.GatewayException with a fault whose type tells whether anything was sent
    ProviderAnswer open(ModelRequest request, String model, Optional<Passage> passage);

    /// Whether it has `model`. True where that cannot be found out: then the provider itself will say.
    boolean has(String model);

    /// The first of its models that can do `operation`.
    ///
    /// @throws gateway.v1.call.GatewayException `provider_unavailable` where it cannot be asked
    Optional<String> firstModelFor(Operation operation);

    /// Its version, where it answers at all.
    ///
    /// @throws gateway.v1.call.GatewayException where it does not
    String version();

    @Override
    void close();
}
