package usage.store.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;
import usage.store.Completeness;
import usage.store.Snapshot;
import usage.store.Snapshots;

/// Makes one copy at a time.
public final class SnapshotDesk implements Snapshots, AutoCloseable {

    /// Copies the database into a file.
    @FunctionalInterface
    public interface Backup {

        void to(Path file) throws SQLException, IOException;
    }

    private final Backup backup;
    private final SnapshotFiles files;
    private final Supplier<Completeness> settled;
    private final Desk desk = new Desk("usage-store-snapshot", "snapshot");

    /// Removes what an earlier process left unfinished.
    ///
    /// @param ledger the directory of the ledger
    /// @param backup makes the copy
    /// @param settled brings what was settled to the table, and tells how far that has come
    public SnapshotDesk(Path ledger, Backup backup, Supplier<Completeness> settled) {
        this.backup = backup;
        this.settled = settled;
        files = new SnapshotFiles(ledger);
        files.discardUnfinished();
    }

    @Override
    public Snapshot make() {
        return desk.alone(this::made);
    }

    /// Waits for the one that is being made.
    @Override
    public void close() {
        desk.close();
    }

    private Snapshot made() throws IOException, SQLException {
        long started = System.nanoTime();
        var completeness = settled.get();
        var copy = files.begin(completeness.asOf());
        try {
            backup.to(copy.unfinished());
            long bytes = files.finish(copy);
            return new Snapshot(copy.path(), bytes, Duration.ofNanos(System.nanoTime() - started), completeness);
        } finally {
            files.discard(copy.unfinished());
        }
    }
}
