package gateway.v1.call;

import java.util.Optional;

/// A call that was let in and understood.
///
/// @param admission who makes it, and under which ids
/// @param endpoint where it came in
/// @param request what it asks
/// @param passage the request as it came, where a provider may understand it so
/// @param untranslatable what of it no other protocol than its own can say, and so is refused by a provider that speaks another
public record Call(Admission admission, Endpoint endpoint, ModelRequest request, Optional<Passage> passage,
        Optional<Fault> untranslatable) {

    /// The request as it came, for a provider that speaks `protocol`.
    public Optional<Passage> passage(Protocol protocol) {
        return passage.filter(words -> words.protocol() == protocol);
    }

    /// The request in no protocol, for a provider that does not speak the caller's.
    ///
    /// @throws GatewayException `unsupported`, naming what cannot be said
    public ModelRequest translated() {
        untranslatable.ifPresent(fault -> {
            throw fault.asException();
        });
        return request;
    }
}
