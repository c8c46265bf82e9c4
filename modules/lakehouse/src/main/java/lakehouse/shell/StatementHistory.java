package lakehouse.shell;

import org.jline.reader.impl.history.DefaultHistory;

/// What was typed; of that only statements are kept beyond the session.
final class StatementHistory extends DefaultHistory {

    @Override
    public boolean isPersistable(Entry entry) {
        return Splitter.all(entry.line()).stream().anyMatch(Input.Statement.class::isInstance);
    }
}
