package usage.store;

import java.nio.file.Path;
import usage.store.snapshot.ServedCopy;

/// A copy of a ledger's database, opened for reading alone and served over JDBC to programs of this machine. Belongs into a
/// process of its own: whoever may ask it anything can also take its memory and its time.
///
/// There is one user, who may read the published views and nothing else.
public interface ServedSnapshot extends AutoCloseable {

    /// Unpacks a copy and serves it, on 127.0.0.1. The virtual machine must run with `-Dh2.bindAddress=127.0.0.1`.
    ///
    /// @param source a [Snapshot#path()], or the directory of a ledger that nobody has open, which is locked until it is copied
    /// @param directory an empty one that nobody else may enter; whoever gives it removes it in the end
    /// @param port 0 for a free one
    /// @param password of the user
    /// @throws LedgerException `cannot_open` where the source is in use or no copy of a ledger, or the port is taken
    static ServedSnapshot serve(Path source, Path directory, int port, String password) {
        return ServedCopy.serve(source, directory, port, password);
    }

    /// Where it is, for a JDBC driver of H2. Rows are sent as they are found and not gathered before.
    String url();

    /// Who may read.
    String user();

    /// Ends it, whatever is being asked.
    @Override
    void close();
}
