package crash;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import usage.store.LedgerException;
import usage.store.SqlQuery;
import usage.store.StoreSettings;
import usage.store.UsageStore;

/// Opens a ledger, asks it a question in SQL, says how that ended, and asks a small one after it.
public final class Asker {

    private Asker() {}

    public static void main(String... args) {
        try (var store = UsageStore.open(new StoreSettings(Path.of(args[0]), List.of(), InstantSource.system()))) {
            try {
                System.out.println("answered " + store.queries().sql(new SqlQuery(args[1], List.of())).rows().size());
            } catch (LedgerException refusal) {
                System.out.println(refusal.code() + " " + refusal.getMessage());
            }
            System.out.println("then " + small(store));
        }
    }

    /// Memory may be short for a moment still: as the refusal says, it is asked again.
    private static Object small(UsageStore store) {
        for (int tries = 1;; tries++) {
            try {
                return store.queries().sql(new SqlQuery("SELECT COUNT(*) FROM calls", List.of())).rows();
            } catch (LedgerException refusal) {
                if (refusal.code() != LedgerException.Code.BUSY || tries == 100) {
                    throw refusal;
                }
            }
        }
    }
}
