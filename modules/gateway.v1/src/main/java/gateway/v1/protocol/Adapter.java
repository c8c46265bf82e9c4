package gateway.v1.protocol;

import gateway.v1.attempt.AnswerWriter;
import gateway.v1.call.Call;
import gateway.v1.call.ModelRequest;
import gateway.v1.call.Passage;
import java.util.Optional;

/// One direction of a protocol: reads a request of one endpoint, and writes its answer. A new endpoint is one more of these.
interface Adapter {

    /// A request that was understood.
    ///
    /// @param model what it asks
    /// @param passage the request as it came, where a provider may understand it so
    /// @param endUser the user that the protocol's own field names
    record Reading(ModelRequest model, Optional<Passage> passage, Optional<String> endUser) {}

    /// Understands a request.
    ///
    /// @throws gateway.v1.call.GatewayException naming what is wrong
    Reading read(Body body);

    /// The writer of its answer.
    AnswerWriter answer(Caller caller, Call call, Body body);
}
