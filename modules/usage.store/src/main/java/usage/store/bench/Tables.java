package usage.store.bench;

import java.util.UUID;
import usage.store.UsageStore;

/// Waiting for the table.
final class Tables {

    private Tables() {}

    /// Returns once the table has all that was settled. A question waits for that, but not for ever.
    static void awaitAll(UsageStore store) {
        do {
            store.queries().call(new UUID(0, 0));
        } while (store.queries().completeness().spooled() > 0);
    }
}
