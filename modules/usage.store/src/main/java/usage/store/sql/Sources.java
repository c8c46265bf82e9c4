package usage.store.sql;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import usage.store.LedgerException;

/// What a query may read from: the published views, and the queries that a WITH around it has named. Each with the work of
/// its costliest column: none for a view.
final class Sources {

    private final Map<String, Long> named;

    private Sources(Map<String, Long> named) {
        this.named = new HashMap<>(named);
    }

    static Sources published() {
        return new Sources(Map.of());
    }

    Sources copy() {
        return new Sources(named);
    }

    boolean knows(String bare) {
        return Vocabulary.VIEWS.contains(bare) || named.containsKey(bare);
    }

    void add(String bare, long work) {
        named.put(bare, work);
    }

    /// @throws LedgerException where there is none of that name
    long work(String name) {
        var bare = Names.bare(name);
        if (!knows(bare)) {
            throw unknown(name);
        }
        return named.getOrDefault(bare, 0L);
    }

    static LedgerException unknown(Object source) {
        return Refusal.sql("may not read from " + Refusal.shown(source) + "; there are "
                + Vocabulary.listed(Vocabulary.VIEWS).toLowerCase(Locale.ROOT));
    }
}
