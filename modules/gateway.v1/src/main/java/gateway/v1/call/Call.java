package gateway.v1.call;

import java.util.Optional;

/// A call that was let in and understood.
///
/// @param admission who makes it, and under which ids
/// @param endpoint where it came in
/// @param request what it asks
/// @param passage the request as it came, where a provider may understand it so
public record Call(Admission admission, Endpoint endpoint, ModelRequest request, Optional<Passage> passage) {}
