package gateway.v1.attempt;

import gateway.v1.call.Fault;
import java.util.OptionalInt;
import usage.store.ErrorType;
import usage.store.Status;

/// What a fault makes of an attempt, in the row's words.
///
/// @param status how it ended
/// @param error why
/// @param httpStatus the provider's, where it answered; ours where it was refused
/// @param isCounted whether what was seen of it is counted: it was sent, and not answered with an error and nothing else
record Ending(Status status, ErrorType error, OptionalInt httpStatus, boolean isCounted) {

    /// @param sent whether anything of it may have reached a provider
    /// @param answered whether a piece of an answer has come
    static Ending of(Fault fault, boolean sent, boolean answered) {
        var error = sent && fault.type().isBeforeSending() ? ErrorType.INTERNAL : fault.type();
        var status = status(error);
        // An error in the middle of an answer leaves what was seen.
        boolean isWholeAnswer = !answered && (error == ErrorType.PROVIDER_4XX || error == ErrorType.PROVIDER_5XX);
        return new Ending(status, error, status == Status.REFUSED || isWholeAnswer
                ? OptionalInt.of(fault.rowStatus())
                : answered ? OptionalInt.of(200) : OptionalInt.empty(), sent && !isWholeAnswer);
    }

    private static Status status(ErrorType error) {
        if (error.goesWith(Status.FAILED)) {
            return Status.FAILED;
        }
        return error.goesWith(Status.CANCELLED) ? Status.CANCELLED : Status.REFUSED;
    }
}
