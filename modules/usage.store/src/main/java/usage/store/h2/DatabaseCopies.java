package usage.store.h2;

import java.nio.file.Path;
import java.sql.SQLException;
import usage.store.LedgerException;

/// Makes copies of a database that is open, while nothing is written to it: others who write wait, and the journal takes what is
/// settled. H2 copies its file as it is, and a commit that is under way may be in it by half: rows without the mark that goes with
/// them, or locked by a transaction that is nobody's. Nobody who reads waits.
///
/// @param database what is copied
/// @param writes where all is written to it
public record DatabaseCopies(Database database, WriteLane writes) {

    /// Copies it into a zip file.
    ///
    /// @throws SQLException where the database fails
    public void to(Path file) throws SQLException {
        try {
            writes.write("a copy of the database", connection -> {
                database.backup(file);
                return file;
            }, done -> {});
        } catch (LedgerException failure) {
            if (failure.getCause() instanceof SQLException ofDatabase) {
                throw ofDatabase;
            }
            throw failure;
        }
    }
}
