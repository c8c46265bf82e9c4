package usage.store;

import java.util.Locale;

/// How an attempt ended.
public enum Status {
    /// A complete answer.
    OK,
    /// The provider, the way to it, or our own shutdown failed it.
    FAILED,
    /// The client went away; the provider's call was cancelled or drained, or had not been sent yet.
    CANCELLED,
    /// Turned away before any byte went to a provider.
    REFUSED,
    /// Answered from a cache.
    CACHED,
    /// In flight when the process died; written by recovery alone.
    LOST;

    /// The name as it stands in rows and answers.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
