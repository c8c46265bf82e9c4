package usage.store.journal;

import java.util.List;
import java.util.UUID;
import usage.store.AttemptKey;
import usage.store.rollup.KeyDigest;

/// What a segment of the journal has held: enough to hold the table against it after the file is gone.
///
/// @param segment its number
/// @param opened attempts that began in it; those carried over are not counted again
/// @param refused attempts that were refused in it
/// @param settled attempts that ended in it, refused ones included
/// @param firstCall smallest id of a call that ended in it
/// @param lastCall largest id of a call that ended in it
/// @param digest exclusive or of the digests of the keys that ended in it
public record Manifest(long segment, long opened, long refused, long settled, UUID firstCall, UUID lastCall, long digest) {

    private static final UUID NONE = new UUID(0, 0);

    /// Of a segment without entries.
    public static Manifest empty(long segment) {
        return new Manifest(segment, 0, 0, 0, NONE, NONE, 0);
    }

    /// Of what a segment has lost and the table still has.
    ///
    /// @param ended attempts that ended in it
    /// @param opened how many of them began there, as far as anybody knows
    public static Manifest ofLost(long segment, List<AttemptKey> ended, long opened) {
        var manifest = new Manifest(segment, opened, 0, 0, NONE, NONE, 0);
        for (var key : ended) {
            manifest = manifest.ended(0, key);
        }
        return manifest;
    }

    /// Both together, of the same segment.
    public Manifest and(Manifest other) {
        if (settled == 0 || other.settled == 0) {
            var ids = settled == 0 ? other : this;
            return new Manifest(segment, opened + other.opened, refused + other.refused, ids.settled, ids.firstCall,
                    ids.lastCall, ids.digest);
        }
        return new Manifest(segment, opened + other.opened, refused + other.refused, settled + other.settled,
                firstCall.compareTo(other.firstCall) < 0 ? firstCall : other.firstCall,
                lastCall.compareTo(other.lastCall) > 0 ? lastCall : other.lastCall, digest ^ other.digest);
    }

    /// With one entry more.
    public Manifest with(Entry entry) {
        return switch (entry) {
            case Entry.Opened opened -> new Manifest(segment, this.opened + 1, refused, settled, firstCall, lastCall, digest);
            case Entry.Progressed progress -> this;
            case Entry.Carried carried -> this;
            case Entry.Settled end -> ended(refused, end.key());
            case Entry.Refused refusal -> ended(refused + 1, refusal.key());
        };
    }

    /// Attempts that were accepted in it.
    public long accepted() {
        return opened + refused;
    }

    private Manifest ended(long refusedNow, AttemptKey key) {
        var id = key.callId();
        return new Manifest(segment, opened, refusedNow, settled + 1,
                settled == 0 || id.compareTo(firstCall) < 0 ? id : firstCall,
                settled == 0 || id.compareTo(lastCall) > 0 ? id : lastCall, digest ^ KeyDigest.of(key));
    }

    String line() {
        return String.join("\t", Long.toString(segment), Long.toString(opened), Long.toString(refused), Long.toString(settled),
                firstCall.toString(), lastCall.toString(), Long.toString(digest)) + "\n";
    }

    static Manifest of(String line) {
        var cells = line.split("\t");
        return new Manifest(Long.parseLong(cells[0]), Long.parseLong(cells[1]), Long.parseLong(cells[2]),
                Long.parseLong(cells[3]), UUID.fromString(cells[4]), UUID.fromString(cells[5]), Long.parseLong(cells[6]));
    }
}
