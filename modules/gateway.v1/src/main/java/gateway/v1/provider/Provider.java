package gateway.v1.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Call;
import gateway.v1.call.Protocol;
import gateway.v1.call.Passage;
import java.util.List;
import java.util.Optional;
import usage.store.Operation;

/// A configured provider: says requests in its own protocol and reads its answers; repeats nothing. Only the attempt pipeline
/// calls models by it; what it tells about models is no call of one, and is not billed.
public interface Provider extends AutoCloseable {

    /// Its name in the configuration.
    String name();

    /// Which protocol it speaks.
    Protocol protocol();

    /// Says a call in its own words; nothing is sent yet.
    ///
    /// @param call what is asked; taken as it came where the provider speaks that protocol
    /// @param model the model, as the provider names it
    /// @throws gateway.v1.call.GatewayException `unsupported` naming what its protocol cannot say
    Outgoing prepare(Call call, String model);

    /// The question how many tokens a request has, where its protocol has such a question and the request is in its words.
    ///
    /// @param words the request
    /// @param model the model, as the provider names it
    default Optional<Outgoing> tokenCount(Passage words, String model) {
        return Optional.empty();
    }

    /// Whether it has `model`. True where that cannot be found out: then the provider itself will say.
    boolean has(String model);

    /// The first of its models that can do `operation`.
    ///
    /// @throws gateway.v1.call.GatewayException `provider_unavailable` where it cannot be asked
    Optional<String> firstModelFor(Operation operation);

    /// The models it has, in its own order.
    ///
    /// @throws gateway.v1.call.GatewayException `provider_unavailable` where it cannot be asked
    List<ListedModel> models();

    /// Asks it something that is no call of a model, and gets what it says as it came.
    ///
    /// @param path of its own protocol's
    /// @param question what is asked; empty: the path says it all
    /// @throws gateway.v1.call.GatewayException where it does not answer, or with an error
    byte[] look(String path, Optional<ObjectNode> question);

    /// Its version, where it answers at all.
    ///
    /// @throws gateway.v1.call.GatewayException where it does not
    String version();

    @Override
    void close();
}
