package usage.store.journal;

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
