package usage.store.journal;

import java.util.Optional;
import usage.store.LedgerException;

/// An entry that stands in the journal and will come to the table.
///
/// @param position the place behind it
/// @param doubt present where the disk has refused it, though [usage.store.JournalSettings.Fsync#ALWAYS] promises that it has
///        it: a loss of power may take it
public record Appended(Position position, Optional<LedgerException> doubt) {

    /// The place behind it.
    ///
    /// @throws LedgerException `unrecordable` where the disk has refused it
    public Position orThrow() {
        doubt.ifPresent(refusal -> {
            throw refusal;
        });
        return position;
    }
}
