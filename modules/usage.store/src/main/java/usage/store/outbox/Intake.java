package usage.store.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import usage.store.AttemptRow;
import usage.store.Status;
import usage.store.h2.ReadLane;
import usage.store.h2.WriteLane;

/// Where attempts come into the outbox: in the transaction that puts them into their table, so that neither has what the other
/// lacks.
public final class Intake {

    private final WriteLane writes;
    private final InstantSource clock;
    private volatile Optional<Instant> since;

    public Intake(WriteLane writes, ReadLane reads, InstantSource clock) {
        this.writes = writes;
        this.clock = clock;
        since = reads.read("the outbox", OutboxTable::since);
    }

    /// Takes what is to be told of these rows, where it is on.
    public void add(Connection connection, List<AttemptRow> rows) throws SQLException {
        var from = since;
        if (from.isPresent()) {
            OutboxTable.add(connection, rows.stream().filter(Intake::isTold).map(row -> entry(row, from.get())).toList(),
                    clock.instant());
        }
    }

    /// Since when everything comes in; empty while it is off.
    Optional<Instant> since() {
        return since;
    }

    void turnOn() {
        writes.write("the outbox", connection -> {
            var known = OutboxTable.since(connection);
            return known.isPresent()
                    ? known.get()
                    : OutboxTable.begin(connection, clock.instant().truncatedTo(ChronoUnit.MICROS));
        }, from -> since = Optional.of(from));
    }

    void turnOff() {
        if (since.isPresent()) {
            writes.write("the outbox", connection -> {
                OutboxTable.end(connection);
                return true;
            }, ended -> since = Optional.empty());
        }
    }

    boolean abandon() {
        boolean isOn = since.isPresent();
        writes.write("the outbox", connection -> {
            OutboxTable.end(connection);
            OutboxTable.empty(connection);
            return true;
        }, ended -> since = Optional.empty());
        return isOn;
    }

    private static boolean isTold(AttemptRow row) {
        return row.settlement().sentAt().isPresent() || row.settlement().status() == Status.LOST;
    }

    private static OutboxTable.Entry entry(AttemptRow row, Instant since) {
        var acceptedAt = row.intent().acceptedAt();
        return new OutboxTable.Entry(row.intent().key(), acceptedAt, !acceptedAt.isBefore(since));
    }
}
