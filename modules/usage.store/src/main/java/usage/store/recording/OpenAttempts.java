package usage.store.recording;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import usage.store.AttemptKey;
import usage.store.InFlight;
import usage.store.Intent;

/// The attempts in flight, in memory: what the journal says of them is read only after a crash.
final class OpenAttempts {

    private static final Comparator<Intent> OLDEST_FIRST = Comparator.comparing(Intent::acceptedAt)
            .thenComparing(intent -> intent.key().callId().toString()).thenComparing(intent -> intent.key().attempt());

    private final Map<AttemptKey, OpenAttempt> attempts = new ConcurrentHashMap<>();

    /// @return whether there was none of that key
    boolean add(OpenAttempt attempt) {
        return attempts.putIfAbsent(attempt.intent().key(), attempt) == null;
    }

    Optional<OpenAttempt> find(AttemptKey key) {
        return Optional.ofNullable(attempts.get(key));
    }

    void remove(AttemptKey key) {
        attempts.remove(key);
    }

    Collection<OpenAttempt> all() {
        return attempts.values();
    }

    /// When the oldest of them was accepted.
    Optional<Instant> oldest() {
        return attempts.values().stream().map(attempt -> attempt.intent().acceptedAt()).min(Comparator.naturalOrder());
    }

    /// The newest last.
    List<InFlight> list() {
        return attempts.values().stream().filter(attempt -> attempt.isOpenSince(Long.MAX_VALUE)).map(OpenAttempt::asInFlight)
                .sorted(Comparator.comparing(InFlight::intent, OLDEST_FIRST)).toList();
    }
}
