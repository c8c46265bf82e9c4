package langfuse.export.sending;

import java.time.Duration;
import java.util.Optional;

/// What came of a request to Langfuse. Reasons are our words alone: what the other side says might repeat a secret.
sealed interface Answer {

    /// All of it is acknowledged.
    record Taken() implements Answer {}

    /// Something in it is not accepted, and will not be.
    ///
    /// @param reason in one line
    record Refused(String reason) implements Answer {}

    /// It may be accepted another time.
    ///
    /// @param reason in one line
    /// @param after not before that time is over, where the other side has said so
    record Later(String reason, Optional<Duration> after) implements Answer {}
}
