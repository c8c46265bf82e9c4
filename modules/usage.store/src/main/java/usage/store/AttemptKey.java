package usage.store;

import java.util.UUID;

/// The identity of a row: which call, and which try at it.
///
/// @param callId the call, a UUID of version 7
/// @param attempt 1 for the first try; 0 for a call that was refused before any
public record AttemptKey(UUID callId, int attempt) {

    public AttemptKey {
        if (attempt < 0) {
            throw new IllegalArgumentException("attempt of call " + callId + " is negative: " + attempt);
        }
    }

    @Override
    public String toString() {
        return callId + "/" + attempt;
    }
}
