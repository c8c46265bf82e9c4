package usage.store.recording;

import java.sql.Connection;
import java.sql.SQLException;
import usage.store.h2.Sql;
import usage.store.journal.Position;

/// How far the journal is in the tables.
final class JournalMark {

    private JournalMark() {}

    static Position read(Connection connection) throws SQLException {
        return Sql.query(connection, "SELECT segment, byte_offset FROM journal_mark", parameters -> {},
                cells -> new Position(cells.number("segment"), (int) cells.number("byte_offset"))).stream().findFirst()
                .orElse(Position.START);
    }

    static void write(Connection connection, Position mark) throws SQLException {
        int changed = Sql.update(connection, "UPDATE journal_mark SET segment = ?, byte_offset = ?",
                parameters -> parameters.number(mark.segment()).number(mark.offset()));
        if (changed == 0) {
            Sql.update(connection, Sql.insert("journal_mark", "segment, byte_offset"),
                    parameters -> parameters.number(mark.segment()).number(mark.offset()));
        }
    }
}
