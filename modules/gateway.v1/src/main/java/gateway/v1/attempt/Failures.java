package gateway.v1.attempt;

import gateway.v1.call.Fault;
import java.util.Optional;

/// What has kept a call from being answered so far, and what of it is told in the end: the last attempt that failed; else the first
/// reason why none was made; else that there is no such model. For one thread.
final class Failures {

    private Optional<Fault> missing = Optional.empty();
    private Optional<Fault> notMade = Optional.empty();
    private Optional<Fault> failed = Optional.empty();

    /// A target has no such model.
    void missing(Fault fault) {
        missing = missing.or(() -> Optional.of(fault));
    }

    /// An attempt was not made.
    void notMade(Fault fault) {
        notMade = notMade.or(() -> Optional.of(fault));
    }

    /// An attempt has failed.
    void failed(Fault fault) {
        failed = Optional.of(fault);
    }

    /// Whether no attempt was made.
    boolean isRefusal() {
        return failed.isEmpty();
    }

    /// The reason to be told.
    ///
    /// @param attempts how many were made
    Fault told(int attempts) {
        return failed
                .map(fault -> attempts > 1 ? fault.withMessage(fault.message() + " (after " + attempts + " attempts)") : fault)
                .or(() -> notMade).or(() -> missing).orElseThrow();
    }
}
