package usage.store.rollup;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import usage.store.Dimension;
import usage.store.LedgerException;
import usage.store.UsageQuery;
import usage.store.UsageQuery.BucketWidth;
import usage.store.h2.Bounds;
import usage.store.h2.Condition;
import usage.store.h2.Sql;

/// How far retention has come. Rows accepted before `rowsSince` count by their roll-ups alone; those accepted before
/// `removedUntil` are gone, and in the hour between, if there is one, they are being removed.
///
/// Hours before `detailsSince` are rolled up without users and tags; their days have them.
///
/// A row that nevertheless comes for an hour whose rows are gone (by a clock that was wrong) is in no roll-up: it counts besides.
public record Horizon(Instant rowsSince, Instant removedUntil, Instant detailsSince) {

    private static final String COLUMNS = "rows_since, removed_until, details_since";

    /// As it is; empty where nothing has expired.
    public static Optional<Horizon> read(Connection connection) throws SQLException {
        return Sql.query(connection, "SELECT " + COLUMNS + " FROM rollup_horizon", parameters -> {},
                cells -> new Horizon(cells.moment("rows_since"), cells.moment("removed_until"), cells.moment("details_since")))
                .stream().findFirst();
    }

    Horizon write(Connection connection) throws SQLException {
        Sql.update(connection, "DELETE FROM rollup_horizon", parameters -> {});
        Sql.update(connection, Sql.insert("rollup_horizon", COLUMNS),
                parameters -> parameters.moment(rowsSince).moment(removedUntil).moment(detailsSince));
        return this;
    }

    /// Whether there are rows that are still to be removed.
    boolean isRemoving() {
        return removedUntil.isBefore(rowsSince);
    }

    /// @param condition of one page of the query
    /// @param level that answers it, where one can
    /// @throws LedgerException `invalid_query` where the page needs what has expired, naming the parameter that does
    void check(UsageQuery query, Condition condition, Optional<Level> level) {
        if (condition.start().isBefore(rowsSince)) {
            checkNeedsNoRows(query, condition);
        }
        if (condition.start().isBefore(detailsSince) && level.filter(Level::isDetailed).isPresent()) {
            checkNeedsNoHours(query, condition);
        }
    }

    private void checkNeedsNoHours(UsageQuery query, Condition condition) {
        if (query.bucketWidth() == BucketWidth.HOUR) {
            throw detailsRefusal("bucket_width 1h", "ask for 1d");
        }
        for (var bound : List.of(condition.start(), condition.end())) {
            if (bound.isBefore(detailsSince) && !bound.equals(Grain.DAY.start(bound))) {
                throw detailsRefusal((bound.equals(condition.start()) ? "start_time " : "end_time ") + bound,
                        "ask for a full day in UTC");
            }
        }
    }

    private LedgerException detailsRefusal(String parameter, String instead) {
        return Bounds.invalid(parameter + " with api_key_id, end_user or tags needs single hours of them, which are kept since "
                + detailsSince + "; " + instead + ", or leave them out");
    }

    private void checkNeedsNoRows(UsageQuery query, Condition condition) {
        if (query.bucketWidth() == BucketWidth.MINUTE) {
            throw refusal("bucket_width 1m", "ask for 1h or 1d, or for a later start_time");
        }
        if (query.groupBy().contains(Dimension.GROUP_ID)) {
            throw refusal("group_by group_id", "leave it out, or ask for a later start_time");
        }
        if (query.filters().containsKey(Dimension.GROUP_ID)) {
            throw refusal("group_id", "leave it out, or ask for a later start_time");
        }
        checkIsHour("start_time", condition.start());
        checkIsHour("end_time", condition.end());
    }

    private void checkIsHour(String name, Instant bound) {
        if (bound.isBefore(rowsSince) && !bound.equals(Grain.HOUR.start(bound))) {
            throw refusal(name + " " + bound, "ask for a full hour in UTC");
        }
    }

    private LedgerException refusal(String parameter, String instead) {
        return Bounds.invalid(parameter + " needs single rows, which are kept since " + rowsSince + "; " + instead);
    }
}
