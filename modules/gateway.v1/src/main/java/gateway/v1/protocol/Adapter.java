package gateway.v1.protocol;

import gateway.v1.attempt.AnswerWriter;
import gateway.v1.call.Call;
import gateway.v1.call.Fault;
import gateway.v1.call.ModelRequest;
import gateway.v1.call.Passage;
import java.util.Optional;
import java.util.Set;

/// One direction of a protocol: reads a request of one endpoint, and writes its answer. A new endpoint is one more of these.
public interface Adapter {

    /// A request that was understood.
    ///
    /// @param model what it asks
    /// @param passage the request as it came, where a provider may understand it so
    /// @param endUser the user that the protocol's own field names
    /// @param untranslatable what of it no other protocol can say
    record Reading(ModelRequest model, Optional<Passage> passage, Optional<String> endUser, Optional<Fault> untranslatable) {}

    /// Understands a request.
    ///
    /// @throws gateway.v1.call.GatewayException naming what is wrong
    Reading read(Body body);

    /// Headers of the request that its protocol gives a meaning, in lower case: they go to a provider that speaks it.
    default Set<String> headers() {
        return Set.of();
    }

    /// The writer of its answer, where the provider speaks another protocol.
    AnswerWriter answer(Caller caller, Call call, Body body);

    /// The writer of its answer, where the provider speaks the same.
    default AnswerWriter passing(Caller caller, Call call, Body body) {
        return new PassedThrough(caller);
    }
}
