package usage.store.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import usage.store.Outbox.Comparison;
import usage.store.Outbox.Minute;
import usage.store.h2.Sql;

/// Rows and what became of them, counted by the minute of acceptance, all of one moment.
final class Minutes {

    /// What is told: what was sent, and what may have been.
    static final String TOLD = "(sent_at IS NOT NULL OR status = 'lost')";

    private Minutes() {}

    static Comparison compare(Connection connection, Instant from, Instant now) throws SQLException {
        var rows = counted(connection, "attempts", TOLD, from);
        var waiting = counted(connection, "outbox", "counts", from);
        var rejected = counted(connection, "outbox_rejected", "counts", from);
        var acknowledged = acknowledged(connection, from);
        var starts = new TreeSet<Instant>();
        Stream.of(rows, waiting, rejected, acknowledged).map(Map::keySet).forEach(starts::addAll);
        var minutes = starts.stream().map(start -> new Minute(start, of(rows, start), of(acknowledged, start), of(waiting, start),
                of(rejected, start))).toList();
        var total = new Minute(from, sum(rows), sum(acknowledged), sum(waiting), sum(rejected));
        return new Comparison(now, from, total, minutes.stream()
                .filter(minute -> minute.difference() != 0 || minute.unexplained() != 0).limit(Comparison.MOST_MINUTES).toList());
    }

    /// Counts attempts that were accepted at these moments.
    static void acknowledged(Connection connection, List<Instant> acceptedAts) throws SQLException {
        var counts = acceptedAts.stream().collect(
                Collectors.groupingBy(at -> at.truncatedTo(ChronoUnit.MINUTES), TreeMap::new, Collectors.counting()));
        for (var minute : counts.entrySet()) {
            int known = Sql.update(connection,
                    "UPDATE outbox_minutes SET acknowledged = acknowledged + ? WHERE accepted_minute = ?",
                    parameters -> parameters.number(minute.getValue()).moment(minute.getKey()));
            if (known == 0) {
                Sql.update(connection, Sql.insert("outbox_minutes", "accepted_minute, acknowledged"),
                        parameters -> parameters.moment(minute.getKey()).number(minute.getValue()));
            }
        }
    }

    /// Minutes that no row is left of, and what was rejected in them.
    static void forgetBefore(Connection connection, Instant moment) throws SQLException {
        Sql.update(connection, "DELETE FROM outbox_rejected WHERE accepted_at < ?", parameters -> parameters.moment(moment));
        Sql.update(connection, "DELETE FROM outbox_minutes WHERE accepted_minute < ?", parameters -> parameters.moment(moment));
    }

    private static Map<Instant, Long> counted(Connection connection, String table, String which, Instant from)
            throws SQLException {
        return read(connection, "SELECT DATE_TRUNC(MINUTE, accepted_at) AS starts_at, COUNT(*) AS counted FROM " + table
                + " WHERE accepted_at >= ? AND " + which + " GROUP BY DATE_TRUNC(MINUTE, accepted_at)", from);
    }

    private static Map<Instant, Long> acknowledged(Connection connection, Instant from) throws SQLException {
        return read(connection, "SELECT accepted_minute AS starts_at, acknowledged AS counted FROM outbox_minutes "
                + "WHERE accepted_minute >= DATE_TRUNC(MINUTE, CAST(? AS TIMESTAMP(6) WITH TIME ZONE))", from);
    }

    private static Map<Instant, Long> read(Connection connection, String sql, Instant from) throws SQLException {
        var counts = new HashMap<Instant, Long>();
        Sql.forEach(connection, sql, parameters -> parameters.moment(from),
                cells -> counts.put(cells.moment("starts_at"), cells.number("counted")));
        return counts;
    }

    private static long of(Map<Instant, Long> counts, Instant start) {
        return counts.getOrDefault(start, 0L);
    }

    private static long sum(Map<Instant, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
