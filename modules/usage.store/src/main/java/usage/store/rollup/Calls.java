package usage.store.rollup;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import usage.store.h2.Cells;
import usage.store.h2.Condition;
import usage.store.h2.Sql;

/// Reads rows in the order of their index, in which the attempts of a call stand together, and so tells calls apart without
/// remembering more than one.
final class Calls {

    private final Dimensions dimensions;
    private final Consumer<Call> sink;
    private final List<Attempt> attempts = new ArrayList<>();
    private Instant acceptedAt = Instant.MIN;
    private UUID callId = new UUID(0, 0);

    private Calls(Dimensions dimensions, Consumer<Call> sink) {
        this.dimensions = dimensions;
        this.sink = sink;
    }

    /// Gives the calls that have rows of `condition` to `sink`, with those rows alone.
    static void read(Connection connection, Dimensions dimensions, Condition condition, Consumer<Call> sink)
            throws SQLException {
        var calls = new Calls(dimensions, sink);
        Sql.forEach(connection, "SELECT call_id, accepted_at, " + dimensions.columns() + Attempt.COLUMNS + " FROM attempts"
                + condition.sql() + " ORDER BY accepted_at DESC, call_id DESC, attempt DESC", condition::fill, calls::add);
        calls.end();
    }

    private void add(Cells cells) throws SQLException {
        var key = cells.uuid("call_id");
        if (!key.equals(callId)) {
            end();
            callId = key;
            acceptedAt = cells.moment("accepted_at");
        }
        attempts.add(Attempt.read(cells, dimensions));
    }

    private void end() {
        if (!attempts.isEmpty()) {
            sink.accept(new Call(acceptedAt, List.copyOf(attempts)));
            attempts.clear();
        }
    }
}
