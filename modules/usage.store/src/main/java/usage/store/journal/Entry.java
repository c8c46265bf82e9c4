package usage.store.journal;

import java.time.Instant;
import java.util.Optional;
import usage.store.AttemptKey;
import usage.store.Intent;
import usage.store.Progress;
import usage.store.Settlement;
import usage.store.price.PriceBook;

/// One thing that happened to an attempt. The tables are what applying all entries in order leaves.
///
/// Texts are bounded and times are whole microseconds, as they will stand in the table.
public sealed interface Entry {

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

    /// It is still open while the file that holds its opening goes: all that is known of it, once more.
    record Carried(Intent intent, Progress progress, Instant at) implements Entry {

        @Override
        public AttemptKey key() {
            return intent.key();
        }
    }

    /// It ended.
    record Settled(AttemptKey key, Settlement settlement, Optional<PriceBook.Charge> charge) implements Entry {}

    /// It was refused before it began.
    record Refused(Intent intent, Settlement refusal) implements Entry {

        @Override
        public AttemptKey key() {
            return intent.key();
        }
    }
}
