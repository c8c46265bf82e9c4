package usage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Copies of a ledger that is being written.
class SnapshotTest {

    @TempDir
    private Path directory;

    @TempDir
    private Path elsewhere;

    @Test
    void aCopyHasEverythingThatWasSettledBeforeItAlthoughOthersGoOnWriting() throws Exception {
        var settled = new ConcurrentLinkedQueue<UUID>();
        var done = new AtomicBoolean();
        var running = new CountDownLatch(500);
        try (var store = Sample.store(directory)) {
            var writing = CompletableFuture.runAsync(() -> {
                while (!done.get()) {
                    settled.add(new Sample().settleOk(store).intent().key().callId());
                    running.countDown();
                }
            });
            assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
            var last = new Sample().settleOk(store).intent().key().callId();
            var before = Set.copyOf(settled);

            var snapshot = store.snapshots().make();

            int during = settled.size();
            done.set(true);
            writing.get(30, TimeUnit.SECONDS);
            assertThat(during).as("calls went on being recorded").isGreaterThan(before.size());
            assertThat(calls(snapshot.path())).containsAll(before).contains(last);
            assertThat(snapshot.bytes()).isEqualTo(Files.size(snapshot.path()));
            assertThat(snapshot.took()).isPositive();
            assertThat(snapshot.completeness().settled()).isGreaterThan(before.size());
            assertThat(snapshot.path()).isEqualTo(
                    directory.toAbsolutePath().resolve("snapshots/usage-20260301T120100.000Z.zip"));
            assertThat(store.queries().audit().differences()).isEmpty();
        }
    }

    @Test
    void theNewestTwoAreKeptAndTheOneJustMadeAlsoWhenTheClockWasSetBack() throws IOException {
        var now = new AtomicReference<>(Sample.NOON);
        try (var store = store(now::get)) {
            for (int second = 0; second < 3; second++) {
                now.set(Sample.NOON.plusSeconds(second));
                store.snapshots().make();
            }
            assertThat(snapshots()).containsExactly("usage-20260301T120001.000Z.zip", "usage-20260301T120002.000Z.zip");
            now.set(Instant.parse("2025-12-31T00:00:00Z"));
            store.snapshots().make();
            assertThat(snapshots()).containsExactly("usage-20251231T000000.000Z.zip", "usage-20260301T120002.000Z.zip");
        }
    }

    @Test
    void whatAnEarlierProcessLeftUnfinishedIsRemovedAtTheNextOpening() throws IOException {
        Files.createDirectories(directory.resolve("snapshots"));
        Files.writeString(directory.resolve("snapshots/usage-20260101T000000.000Z.unfinished"), "half");
        Files.writeString(directory.resolve("snapshots/usage-20260101T000000.000Z.zip"), "whole");
        Files.writeString(directory.resolve("snapshots/mine.unfinished"), "of somebody else");
        Sample.store(directory).close();
        assertThat(snapshots()).containsExactly("mine.unfinished", "usage-20260101T000000.000Z.zip");
    }

    @Test
    void aDatabaseThatCannotBeCopiedIsToldAndNothingIsLeft() throws IOException {
        try (var store = Sample.store(directory)) {
            // Its name is taken, by something that cannot be written.
            Files.createDirectories(directory.resolve("snapshots/usage-20260301T120100.000Z.unfinished"));
            assertThatThrownBy(store.snapshots()::make).isInstanceOfSatisfying(LedgerException.class,
                    failure -> assertThat(failure.code()).isEqualTo(LedgerException.Code.UNAVAILABLE))
                    .hasMessageStartingWith("no snapshot can be made: the database fails: ");
            assertThat(snapshots()).isEmpty();
            assertThat(store.snapshots().make().path()).exists();
            assertThat(new Sample().settleOk(store)).isNotNull();
        }
    }

    @Test
    void aLedgerThatIsClosedSaysSo() {
        var store = Sample.store(directory);
        store.close();
        assertThatThrownBy(store.snapshots()::make).isInstanceOf(LedgerException.class).hasMessageContaining("closed");
    }

    private UsageStore store(InstantSource clock) {
        return UsageStore.open(new StoreSettings(directory, List.of(), StoreSettings.USUAL_RETENTION, Sample.JOURNAL, clock));
    }

    private List<String> snapshots() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("snapshots"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Set<UUID> calls(Path snapshot) throws IOException, SQLException {
        try (var zip = new ZipFile(snapshot.toFile())) {
            assertThat(zip.stream().map(entry -> entry.getName())).containsExactly("usage.mv.db");
            Files.copy(zip.getInputStream(zip.getEntry("usage.mv.db")), elsewhere.resolve("usage.mv.db"));
        }
        var found = new HashSet<UUID>();
        try (var connection = DriverManager.getConnection("jdbc:h2:file:" + elsewhere.resolve("usage") + ";IFEXISTS=TRUE", "sa",
                "");
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT call_id FROM calls")) {
            while (rows.next()) {
                found.add(rows.getObject(1, UUID.class));
            }
        }
        return found;
    }
}
