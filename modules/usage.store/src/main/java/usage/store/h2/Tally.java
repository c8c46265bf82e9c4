package usage.store.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import usage.store.AttemptKey;
import usage.store.Completeness;
import usage.store.rollup.ExpiredAttempts;
import usage.store.rollup.Horizon;
import usage.store.rollup.Retention;

/// The figures of [Completeness], kept beside the tables so that they are known when the tables cannot be asked.
///
/// The writing thread counts what it has committed, one entry at a time under the lock: no moment shows half an entry.
/// After a doubtful commit the figures are taken from the tables anew.
final class Tally {

    private final Map<AttemptKey, Instant> open = new HashMap<>();
    private long accepted;
    private long settled;
    private long expired;
    private Optional<Instant> rowsSince = Optional.empty();

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
        long gone = ExpiredAttempts.count(connection);
        var horizon = Horizon.read(connection);
        var inFlight = OpenAttempts.all(connection);
        synchronized (this) {
            open.clear();
            inFlight.forEach(attempt -> open.put(attempt.intent().key(), attempt.intent().acceptedAt()));
            settled = rows;
            expired = gone;
            rowsSince = horizon.map(Horizon::rowsSince);
            accepted = rows + gone + open.size();
        }
    }

    /// The same figures, for whoever removes rows.
    Retention.Bookkeeping bookkeeping(InstantSource clock) {
        return new Retention.Bookkeeping() {
            @Override
            public Completeness completeness() {
                return asOf(clock.instant());
            }

            @Override
            public void expired(long attempts, Instant since) {
                expire(attempts, since);
            }
        };
    }

    private synchronized void expire(long attempts, Instant since) {
        settled -= attempts;
        expired += attempts;
        rowsSince = Optional.of(since);
    }

    synchronized Completeness asOf(Instant now) {
        var oldest = open.values().stream().min(Instant::compareTo).map(since -> Duration.between(since, now))
                .filter(Duration::isPositive).orElse(Duration.ZERO);
        return new Completeness(now, Duration.ZERO, open.size(), oldest, 0, accepted, settled, expired, rowsSince);
    }
}
