package usage.store.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import usage.store.AttemptKey;
import usage.store.Completeness;

/// The figures of [Completeness], kept beside the tables so that they are known when the tables cannot be asked.
///
/// The writing thread counts what it has committed, one entry at a time under the lock: no moment shows half an entry.
/// After a doubtful commit the figures are taken from the tables anew.
final class Tally {

    private final Map<AttemptKey, Instant> open = new HashMap<>();
    private long accepted;
    private long settled;

    synchronized void count(Bookkeeper.Outcome outcome) {
        switch (outcome.change()) {
            case OPENED -> {
                accepted++;
                open.put(outcome.key(), outcome.acceptedAt());
            }
            case SETTLED -> {
                settled++;
                open.remove(outcome.key());
            }
            case REFUSED -> {
                accepted++;
                settled++;
            }
            case NOTHING -> {
            }
        }
    }

    void recount(Connection connection) throws SQLException {
        long rows = Attempts.count(connection);
        var inFlight = OpenAttempts.all(connection);
        synchronized (this) {
            open.clear();
            inFlight.forEach(attempt -> open.put(attempt.intent().key(), attempt.intent().acceptedAt()));
            settled = rows;
            accepted = rows + open.size();
        }
    }

    synchronized Completeness asOf(Instant now) {
        var oldest = open.values().stream().min(Instant::compareTo).map(since -> Duration.between(since, now))
                .filter(Duration::isPositive).orElse(Duration.ZERO);
        return new Completeness(now, Duration.ZERO, open.size(), oldest, 0, accepted, settled, 0);
    }
}
