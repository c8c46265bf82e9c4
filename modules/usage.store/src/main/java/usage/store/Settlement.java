package usage.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// How an attempt ended. The combinations that the law of the record forbids cannot be made.
///
/// @param status how it ended
/// @param errorType why, on every status but `ok` and `cached`
/// @param finishReason the provider's reason to stop, in OpenAI's words (`stop`, `length`, `tool_calls`, …)
/// @param httpStatus the provider's HTTP status; on refused rows ours
/// @param sentAt when the first byte went to the provider; empty: none did
/// @param firstTokenAt when the first piece of answer came
/// @param finishedAt when it ended
/// @param tokens what was used
/// @param responseModel the model that the provider says has answered
/// @param providerRequestId the provider's own id of the call
public record Settlement(Status status, Optional<ErrorType> errorType, Optional<String> finishReason, OptionalInt httpStatus,
        Optional<Instant> sentAt, Optional<Instant> firstTokenAt, Instant finishedAt, Tokens tokens,
        Optional<String> responseModel, Optional<String> providerRequestId) {

    public Settlement {
        boolean needsReason = status != Status.OK && status != Status.CACHED;
        if (needsReason != errorType.isPresent()) {
            throw new IllegalArgumentException(
                    "status " + status.wireName() + (needsReason ? " needs" : " has no") + " error type");
        }
        errorType.filter(type -> !type.goesWith(status)).ifPresent(type -> {
            throw new IllegalArgumentException("error type " + type.wireName() + " does not go with " + status.wireName());
        });
        boolean mustBeUnsent = status == Status.REFUSED || status == Status.CACHED
                || errorType.filter(ErrorType::isBeforeSending).isPresent();
        if (mustBeUnsent && sentAt.isPresent()) {
            throw new IllegalArgumentException(status.wireName() + " attempt cannot have sent anything");
        }
        if (status == Status.OK && sentAt.isEmpty()) {
            throw new IllegalArgumentException(status.wireName() + " attempt must have sent something");
        }
    }

    /// A call that was turned away before any attempt.
    public static Settlement refused(ErrorType reason, int httpStatus, Instant at) {
        return new Settlement(Status.REFUSED, Optional.of(reason), Optional.empty(), OptionalInt.of(httpStatus), Optional.empty(),
                Optional.empty(), at, Tokens.UNKNOWN, Optional.empty(), Optional.empty());
    }

    /// An attempt that failed, and of which no more is known.
    ///
    /// @param sentAt when its first byte went to the provider; empty: none did
    public static Settlement failed(ErrorType reason, Optional<Instant> sentAt, Instant at) {
        return new Settlement(Status.FAILED, Optional.of(reason), Optional.empty(), OptionalInt.empty(), sentAt, Optional.empty(),
                at, Tokens.UNKNOWN, Optional.empty(), Optional.empty());
    }

    /// Time from `start` to the end, in whole milliseconds.
    public long latencyMillis(Instant start) {
        return Math.max(0, Duration.between(start, finishedAt).toMillis());
    }
}
