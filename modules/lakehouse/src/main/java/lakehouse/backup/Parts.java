package lakehouse.backup;

import java.nio.file.Path;
import usage.store.LedgerBackups;
import usage.store.LedgerCopy;
import usage.store.LedgerFiles;
import vectord.service.CollectionBackups;
import vectord.service.CollectionFiles;
import vectord.service.CollectionsCopy;

/// What a backup is made of; each module copies its own files.
sealed interface Parts {

    /// The folder of the ledger's copy.
    String LEDGER = "usage";
    /// The folder of the collections' copy.
    String COLLECTIONS = "vectors";

    LedgerCopy ledger(Path target);

    CollectionsCopy collections(Path target);

    /// Those of a service that runs.
    record Open(LedgerBackups ledger, CollectionBackups collections) implements Parts {

        @Override
        public LedgerCopy ledger(Path target) {
            return ledger.copyTo(target);
        }

        @Override
        public CollectionsCopy collections(Path target) {
            return collections.copyTo(target);
        }
    }

    /// The files of one that does not run.
    record Closed(LedgerFiles ledger, CollectionFiles collections) implements Parts {

        @Override
        public LedgerCopy ledger(Path target) {
            return ledger.copyTo(target);
        }

        @Override
        public CollectionsCopy collections(Path target) {
            return collections.copyTo(target);
        }
    }
}
