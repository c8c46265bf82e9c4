package usage.store.recording;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import usage.store.ErrorType;
import usage.store.InFlight;
import usage.store.Intent;
import usage.store.Progress;
import usage.store.Settlement;
import usage.store.Status;
import usage.store.Tokens;

/// An attempt that has begun and not ended, with what is known of it. Whoever writes about it into the journal holds its
/// monitor, so that nothing is written of it after its settlement.
final class OpenAttempt {

    private final Intent intent;
    private Progress progress;
    private Instant seenAt;
    private long segment;
    private boolean recorded;
    private boolean settled;

    OpenAttempt(Intent intent, Progress progress, Instant seenAt) {
        this.intent = intent;
        this.progress = progress;
        this.seenAt = seenAt;
    }

    static OpenAttempt of(Intent intent) {
        return new OpenAttempt(intent, new Progress(Optional.empty(), Optional.empty(), Tokens.UNKNOWN), intent.acceptedAt());
    }

    Intent intent() {
        return intent;
    }

    synchronized void comeSoFar(Progress newer, Instant at) {
        progress = newer;
        seenAt = at;
    }

    /// All that is known of it stands in that segment of the journal now, or in later ones.
    synchronized void recordedIn(long number) {
        segment = number;
        recorded = true;
    }

    /// Whether it is in the journal, with its beginning in that segment or an earlier one, and not settled.
    synchronized boolean isOpenSince(long number) {
        return recorded && !settled && segment <= number;
    }

    synchronized boolean isSettled() {
        return settled;
    }

    synchronized void settle() {
        settled = true;
    }

    synchronized InFlight asInFlight() {
        return new InFlight(intent, progress, seenAt);
    }

    /// How it ends when it must not be made: the disk has refused its beginning, which stands in the journal all the same.
    Settlement neverSent(Instant at) {
        return new Settlement(Status.FAILED, Optional.of(ErrorType.INTERNAL), Optional.empty(), OptionalInt.empty(),
                Optional.empty(), Optional.empty(), at, Tokens.UNKNOWN, Optional.empty(), Optional.empty());
    }

    /// How it ends when its process dies: as of the last moment at which it was seen alive.
    synchronized Settlement lost() {
        var lastKnown = Stream.of(Optional.of(seenAt), progress.sentAt(), progress.firstTokenAt()).flatMap(Optional::stream)
                .max(Instant::compareTo).orElseThrow();
        return new Settlement(Status.LOST, Optional.of(ErrorType.CRASH), Optional.empty(), OptionalInt.empty(), progress.sentAt(),
                progress.firstTokenAt(), lastKnown, progress.tokens(), Optional.empty(), Optional.empty());
    }
}
