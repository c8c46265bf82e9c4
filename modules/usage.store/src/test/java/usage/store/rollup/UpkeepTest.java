package usage.store.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import usage.store.LedgerException;
import usage.store.h2.Database;
import usage.store.h2.ReadLane;
import usage.store.h2.WriteLane;

/// What is done again and again without being asked for.
class UpkeepTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:10:00Z");

    @TempDir
    private Path directory;
    private Database database;
    private ReadLane reads;
    private WriteLane writes;
    private final HourChanges changes = new HourChanges();

    @BeforeEach
    void open() {
        database = Database.open(directory);
        reads = new ReadLane(database);
        writes = new WriteLane(database, connection -> changes);
    }

    @AfterEach
    void close() {
        writes.close();
        reads.close();
        database.close();
    }

    @Test
    void hoursThatAreOverAreRolledUpByThemselvesAlsoAfterARunThatFailed() throws Exception {
        var hour = Instant.parse("2026-03-01T11:00:00Z");
        touch(hour);
        var runs = new AtomicInteger();
        var third = new CountDownLatch(3);
        try (var upkeep = upkeep(Duration.ofMillis(1), () -> {
            third.countDown();
            if (runs.incrementAndGet() == 1) {
                throw new LedgerException(LedgerException.Code.UNAVAILABLE, "the database is away");
            }
        })) {
            assertThat(third.await(20, TimeUnit.SECONDS)).as("a third run of " + upkeep).isTrue();
        }
        boolean isMarked = reads.read("the mark", connection -> Marks.has(connection, Grain.HOUR, hour));
        assertThat(isMarked).isTrue();
    }

    @Test
    void nothingIsDoneAnyMoreOnceItIsClosed() {
        var runs = new AtomicInteger();
        var upkeep = upkeep(Duration.ofMillis(1), runs::incrementAndGet);
        upkeep.close();
        int before = runs.get();
        touch(Instant.parse("2026-03-01T10:00:00Z"));
        upkeep.run();
        assertThat(runs.get()).isEqualTo(before + 1);
        assertThat(changes.changedUntil(NOW)).hasSize(1);
    }

    private void touch(Instant hour) {
        writes.write("a change", connection -> {
            changes.touch(connection, List.of(hour));
            return hour;
        }, done -> {});
    }

    private Upkeep upkeep(Duration pause, Runnable settling) {
        var clock = InstantSource.fixed(NOW);
        return new Upkeep(pause, settling, new RollUps(writes, reads, changes, clock),
                new Retention(Duration.ofDays(1), writes, reads, changes, new Retention.Bookkeeping() {

                    @Override
                    public Instant settledUntil() {
                        return Instant.MIN;
                    }

                    @Override
                    public void expired(long attempts, Instant rowsSince) {
                        throw new AssertionError("nothing is old");
                    }
                }, new ClockWatch(clock, clock, Optional.empty(), Duration.ofDays(1))), new Thinning(writes, reads));
    }
}
