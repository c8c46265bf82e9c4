package usage.store.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import usage.store.Intent;

/// The table of callers' own spans: a line for each attempt whose trace is the caller's, which goes with its row.
final class CallerSpans {

    static final String COLUMN = "caller_span_id";

    /// As in the view `calls`: of a row of `attempts`; NULL where it has none.
    static final String OF_ATTEMPT = "(SELECT caller_spans.caller_span_id FROM caller_spans"
            + " WHERE caller_spans.call_id = attempts.call_id AND caller_spans.attempt = attempts.attempt)";

    private static final String INSERT = Sql.insert("caller_spans", "call_id, attempt, " + COLUMN);

    private CallerSpans() {}

    /// Inserts those of attempts that stand in their table.
    static void insert(Connection connection, List<Intent> intents) throws SQLException {
        var continued = intents.stream().filter(intent -> intent.identity().callerSpanId().isPresent()).toList();
        if (!continued.isEmpty()) {
            Sql.batch(connection, INSERT, continued,
                    (parameters, intent) -> parameters.key(intent.key()).text(intent.identity().callerSpanId()));
        }
    }
}
