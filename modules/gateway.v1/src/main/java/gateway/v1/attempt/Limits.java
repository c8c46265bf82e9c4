package gateway.v1.attempt;

import java.time.Duration;

/// How long a call may take, and what becomes of it where its client goes away.
///
/// @param firstByte until a provider begins to answer
/// @param idle longest silence within an answer
/// @param total the whole call, with all of its attempts
/// @param write longest that a client may leave its answer unread
/// @param onCancel what becomes of an answer whose client has gone
public record Limits(Duration firstByte, Duration idle, Duration total, Duration write, OnCancel onCancel) {

    /// What becomes of an answer whose client has gone.
    public enum OnCancel {
        /// The provider's connection is closed; what was seen is estimated where the provider had not said it yet.
        CANCEL,
        /// It is read to its end, for what the provider says was used.
        DRAIN
    }

    public Limits {
        positive("first-byte", firstByte);
        positive("idle", idle);
        positive("total", total);
        positive("write", write);
    }

    private static void positive(String name, Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException(name + " must be above 0");
        }
    }
}
