package gateway.v1.attempt;

import gateway.v1.call.Fault;
import java.time.Duration;
import java.util.Optional;
import usage.store.ErrorType;

/// What a call waits for.
enum Wait {
    /// What a provider says of its models, before there is an attempt.
    MODELS(ErrorType.PROVIDER_UNAVAILABLE, 504, "which models there are was not said within "),
    FIRST_BYTE(ErrorType.TIMEOUT_FIRST_BYTE, 504, "no answer began within "),
    NEXT_PIECE(ErrorType.TIMEOUT_IDLE, 504, "the answer stalled for "),
    CLIENT(ErrorType.CLIENT_GONE, 499, "nothing was read for ");

    /// Longest that a provider may take to say which models it has.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ErrorType error;
    private final int httpStatus;
    private final String message;

    Wait(ErrorType error, int httpStatus, String message) {
        this.error = error;
        this.httpStatus = httpStatus;
        this.message = message;
    }

    /// Whether it is an attempt that waits, and for its provider.
    boolean isForAnswer() {
        return this == FIRST_BYTE || this == NEXT_PIECE;
    }

    /// Why it has been waited too long, where it has.
    ///
    /// @param isOver whether the whole call has taken too long
    Optional<Fault> tooLong(Duration waited, boolean isOver, Limits limits) {
        if (isOver && this != MODELS) {
            return Optional.of(new Fault(ErrorType.TIMEOUT_TOTAL, 504, "the call took longer than " + limits.total()));
        }
        var limit = longest(limits);
        return isOver || waited.compareTo(limit) >= 0
                ? Optional.of(new Fault(error, httpStatus, message + limit))
                : Optional.empty();
    }

    private Duration longest(Limits limits) {
        return switch (this) {
            case MODELS -> PATIENCE.compareTo(limits.total()) < 0 ? PATIENCE : limits.total();
            case FIRST_BYTE -> limits.firstByte();
            case NEXT_PIECE -> limits.idle();
            case CLIENT -> limits.write();
        };
    }
}
