package usage.store.h2;

import java.time.Instant;
import usage.store.AttemptKey;
import usage.store.Intent;
import usage.store.Progress;
import usage.store.Settlement;

/// One thing that happened to an attempt, complete in itself. The tables are what applying all entries in order leaves.
sealed interface Entry {

    /// The attempt it happened to.
    AttemptKey key();

    /// It is about to be made.
    record Opened(Intent intent) implements Entry {

        @Override
        public AttemptKey key() {
            return intent.key();
        }
    }

    /// It has come so far.
    record Progressed(AttemptKey key, Progress progress, Instant at) implements Entry {}

    /// It ended.
    record Settled(AttemptKey key, Settlement settlement) implements Entry {}

    /// It was refused before it began.
    record Refused(Intent intent, Settlement refusal) implements Entry {

        @Override
        public AttemptKey key() {
            return intent.key();
        }
    }
}
