package usage.store.repricing;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import usage.store.AttemptRow;
import usage.store.Dimension;
import usage.store.Repricing;
import usage.store.h2.Attempts;
import usage.store.h2.Condition;
import usage.store.h2.Parameters;
import usage.store.h2.Sql;
import usage.store.rollup.Horizon;

/// The rows that a repricing is about, in the order of the index. What retention is removing is not among them: its roll-ups
/// cannot be made again.
final class Range {

    private static final int MOST_AT_ONCE = 2000;
    private static final String COUNT = "SELECT COUNT(*) AS attempts FROM attempts";
    // The first comparison says nothing new, but the index can use it.
    private static final String AFTER = " AND accepted_at <= ? AND (accepted_at, call_id, attempt) < (?, ?, ?)";
    private static final String NEWEST_FIRST = " ORDER BY accepted_at DESC, call_id DESC, attempt DESC FETCH FIRST ? ROWS ONLY";

    private final Condition condition;
    private final String more;

    Range(Repricing.Request request) {
        var filters = new EnumMap<Dimension, List<String>>(Dimension.class);
        request.provider().ifPresent(provider -> filters.put(Dimension.PROVIDER, List.of(provider)));
        request.model().ifPresent(model -> filters.put(Dimension.MODEL, List.of(model)));
        condition = Condition.of(request.start(), request.end(), Map.copyOf(filters));
        more = " AND sent_at IS NOT NULL" + (request.onlyUnpriced() ? " AND cost IS NULL" : "");
    }

    long count(Connection connection) throws SQLException {
        var present = present(connection);
        return Sql.query(connection, COUNT + present.sql() + more, present::fill, cells -> cells.number("attempts")).getFirst();
    }

    /// The next rows; empty at the end.
    List<AttemptRow> rows(Connection connection, Optional<AttemptRow> after) throws SQLException {
        var present = present(connection);
        return Sql.query(connection, Attempts.SELECT + present.sql() + more + (after.isPresent() ? AFTER : "") + NEWEST_FIRST,
                parameters -> {
                    present.fill(parameters);
                    if (after.isPresent()) {
                        fill(parameters, after.get());
                    }
                    parameters.number(MOST_AT_ONCE);
                }, Attempts::read);
    }

    private Condition present(Connection connection) throws SQLException {
        var since = Horizon.read(connection).map(Horizon::rowsSince).orElse(Instant.MIN);
        return condition.start().isBefore(since) ? condition.within(since, condition.end()) : condition;
    }

    private static void fill(Parameters parameters, AttemptRow row) throws SQLException {
        var acceptedAt = row.intent().acceptedAt();
        parameters.moment(acceptedAt).moment(acceptedAt).key(row.intent().key());
    }
}
