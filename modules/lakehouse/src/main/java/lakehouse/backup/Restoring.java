package lakehouse.backup;

import gateway.v1.checkup.LedgerConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;
import lakehouse.configuration.Configuration;
import lakehouse.service.DataDirectory;
import usage.store.Audit;
import usage.store.LedgerException;
import usage.store.LedgerFiles;
import usage.store.StoreSettings;
import usage.store.UsageStore;
import vectord.service.CollectionFiles;
import vectord.service.VectorsException;

/// A data directory made of a backup.
///
/// @param audit the journal held against the table, in what was made
/// @param collections how many
/// @param unreadable those of them that cannot be opened, as they could not when the backup was made
/// @param untold whether Langfuse was told of calls when the backup was made, and is not told again of any in it
public record Restoring(Audit audit, int collections, List<String> unreadable, boolean untold) {

    /// Checks all of a backup, then puts it into a data directory that is empty or missing, then opens the ledger and audits it.
    /// Attempts that were in flight are `lost` from then on, as after any sudden end. Langfuse is told neither of that nor of what
    /// waited to be told: the service that the backup is of may have told it better since.
    ///
    /// @param configuration `data.dir`, and where and how the ledger is kept
    /// @throws LakehouseException `CONFIGURATION` where the backup is none or of a newer version, or something is in the way;
    ///         `FAILED` where it is damaged; nothing is put in place then. `FAILED` also where the ledger does not audit clean.
    public static Restoring of(Path backup, Configuration configuration) {
        try {
            check(backup);
            try (var data = DataDirectory.takeEmpty(Path.of(configuration.value("data.dir")))) {
                var ledger = LedgerConfiguration.read(configuration.config(), InstantSource.system());
                var made = put(backup, data, ledger);
                data.restored();
                return made;
            }
        } catch (IOException e) {
            throw new LakehouseException(Code.FAILED, backup + " cannot be restored: " + e, e);
        } catch (LedgerException e) {
            throw told(e, e.code() == LedgerException.Code.NEWER_FORMAT);
        } catch (VectorsException e) {
            throw told(e, e.code() == VectorsException.Code.NEWER_FORMAT);
        }
    }

    private static Restoring put(Path backup, DataDirectory data, StoreSettings ledger) {
        var directory = data.path().resolve("usage");
        new LedgerFiles(directory, ledger.journal().directory()).restore(backup.resolve(Parts.LEDGER));
        var collections = new CollectionFiles(data.path().resolve("vectors")).restore(backup.resolve(Parts.COLLECTIONS));
        try (var store = UsageStore.open(new StoreSettings(directory, ledger.prices(), ledger.retention(), ledger.journal(),
                ledger.clock()))) {
            var audit = store.queries().audit();
            if (!audit.differences().isEmpty()) {
                throw new LakehouseException(Code.FAILED, "the ledger in " + directory + " does not audit clean: "
                        + audit.differences().size() + " files of the journal differ from the table");
            }
            store.outbox().catchUp();
            return new Restoring(audit, collections.collections(), collections.unreadable(), store.outbox().abandon());
        }
    }

    private static void check(Path backup) throws IOException {
        if (!Files.isDirectory(backup)) {
            throw refusal(backup + " is no directory, as a backup is");
        }
        if (!Files.exists(backup.resolve(Manifest.FILE))) {
            throw refusal(backup + " is no backup, or one that was never finished: it has no " + Manifest.FILE);
        }
        var manifest = Manifest.read(backup);
        manifest.newer().ifPresent(part -> {
            throw refusal(backup + " has format " + part.getValue() + " of " + part.getKey() + ", of a newer version ("
                    + manifest.version() + "); this one knows format " + Manifest.KNOWN.getOrDefault(part.getKey(), 0));
        });
        var known = new HashSet<String>();
        for (var file : manifest.files()) {
            known.add(file.path());
            var problem = file.problem(backup);
            if (problem.isPresent()) {
                throw new LakehouseException(Code.FAILED, backup + " cannot be restored: " + problem.get());
            }
        }
        try (var found = Files.walk(backup)) {
            found.filter(Files::isRegularFile).map(file -> backup.relativize(file).toString())
                    .filter(path -> !path.equals(Manifest.FILE) && !known.contains(path)).findFirst().ifPresent(path -> {
                        throw new LakehouseException(Code.FAILED,
                                backup + " cannot be restored: its manifest does not know " + path);
                    });
        }
    }

    private static LakehouseException refusal(String message) {
        return new LakehouseException(Code.CONFIGURATION, message);
    }

    private static LakehouseException told(RuntimeException failure, boolean isNewer) {
        return new LakehouseException(isNewer ? Code.CONFIGURATION : Code.FAILED, failure.getMessage(), failure);
    }
}
