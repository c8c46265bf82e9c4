package usage.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// A row of the ledger as it is read.
///
/// @param intent who asked what of whom
/// @param settlement how it ended
/// @param cost what it cost; empty when unpriced
/// @param priceId hash of the price that was applied
public record AttemptRow(Intent intent, Settlement settlement, Optional<Cost> cost, Optional<String> priceId) {

    /// Time from the call's acceptance to the end, in milliseconds; of a further attempt, from when it was sent.
    public long latencyMillis() {
        return settlement.latencyMillis(start());
    }

    /// Time from the same moment to the first piece of answer, in milliseconds.
    public OptionalLong timeToFirstTokenMillis() {
        return settlement.firstTokenAt().map(at -> OptionalLong.of(Math.max(0, millisBetween(start(), at))))
                .orElseGet(OptionalLong::empty);
    }

    private Instant start() {
        return intent.key().attempt() > 1 ? settlement.sentAt().orElse(intent.acceptedAt()) : intent.acceptedAt();
    }

    private static long millisBetween(Instant start, Instant end) {
        return Duration.between(start, end).toMillis();
    }

}
