package usage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Copies of the whole ledger, and ledgers made of them.
class BackupTest {

    /// Between two calls of a writer: without it they would fill the disk.
    private static final long PACE = TimeUnit.MICROSECONDS.toNanos(500);

    @TempDir
    private Path directory;

    @TempDir
    private Path elsewhere;

    /// Small segments, so that some go while copies are made.
    @ParameterizedTest
    @EnumSource(JournalSettings.Fsync.class)
    void everyCopyOfALedgerThatIsWrittenIsALedgerThatAuditsClean(JournalSettings.Fsync fsync) throws Exception {
        var settled = new ConcurrentLinkedQueue<UUID>();
        var over = new AtomicBoolean();
        var running = new CountDownLatch(300);
        try (var store = store(directory, fsync)) {
            var inFlight = new Sample();
            store.ledger().open(inFlight.intent());
            var writers = List.of(1, 2, 3, 4).stream().map(_ -> CompletableFuture.runAsync(() -> {
                while (!over.get()) {
                    settled.add(new Sample().settleOk(store).intent().key().callId());
                    running.countDown();
                    LockSupport.parkNanos(PACE);
                }
            })).toList();
            assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
            for (int round = 0; round < 4; round++) {
                var before = Set.copyOf(settled);
                var copy = store.backups().copyTo(elsewhere.resolve("copy-" + round));
                assertThat(copy.rows().orElseThrow()).isGreaterThanOrEqualTo(before.size());
                assertThat(copy.segments()).isPositive();
                assertThat(settled.size()).as("calls went on being recorded").isGreaterThan(before.size());

                var restored = elsewhere.resolve("ledger-" + round);
                new LedgerFiles(restored, Optional.empty()).restore(elsewhere.resolve("copy-" + round));
                try (var again = store(restored, JournalSettings.Fsync.OS)) {
                    assertThat(before).allSatisfy(call -> assertThat(again.queries().call(call)).hasSize(1));
                    assertThat(again.queries().call(inFlight.key.callId())).singleElement()
                            .satisfies(row -> assertThat(row.settlement().status()).isEqualTo(Status.LOST));
                    var audit = again.queries().audit();
                    assertThat(audit.differences()).as(audit.toString()).isEmpty();
                    assertThat(audit.deadLetters()).isEmpty();
                    assertThat(audit.rows()).isGreaterThan(before.size());
                    // It goes on as any ledger does.
                    new Sample().settleOk(again);
                    assertThat(again.queries().audit().differences()).isEmpty();
                }
            }
            over.set(true);
            writers.forEach(CompletableFuture::join);
            assertThat(store.queries().audit().differences()).isEmpty();
        }
        assertThat(directory.resolve("manifest.tsv")).as("segments have gone").isNotEmptyFile();
    }

    @Test
    void theFilesOfALedgerThatIsNotOpenAreCopiedAsTheyAre() {
        var settled = new Sample();
        try (var store = Sample.store(directory)) {
            settled.settleOk(store);
        }
        var copy = new LedgerFiles(directory, Optional.empty()).copyTo(elsewhere.resolve("copy"));
        assertThat(copy.rows()).isEmpty();
        var restored = elsewhere.resolve("ledger");
        var journal = Optional.of(elsewhere.resolve("journal"));
        new LedgerFiles(restored, journal).restore(elsewhere.resolve("copy"));
        try (var store = store(restored, new JournalSettings(journal, JournalSettings.Fsync.OS, 256 << 10, 64 << 20))) {
            assertThat(store.queries().call(settled.key.callId())).hasSize(1);
            assertThat(store.queries().audit().differences()).isEmpty();
        }
    }

    @Test
    void anOpenLedgerIsNotCopiedBehindItsBackAndNothingIsRestoredOverOne() throws IOException {
        try (var store = Sample.store(directory)) {
            store.backups().copyTo(elsewhere.resolve("copy"));
            var files = new LedgerFiles(directory, Optional.empty());
            assertThatThrownBy(() -> files.copyTo(elsewhere.resolve("other"))).isInstanceOf(LedgerException.class)
                    .hasMessageContaining("is in use");
            assertThatThrownBy(() -> files.restore(elsewhere.resolve("copy"))).isInstanceOf(LedgerException.class)
                    .hasMessage(directory + " is not empty: no ledger is restored into it");
        }
        assertThat(Files.exists(elsewhere.resolve("other"))).isFalse();
    }

    @Test
    void aLedgerThatIsClosedSaysSo() {
        var store = Sample.store(directory);
        store.close();
        assertThatThrownBy(() -> store.backups().copyTo(elsewhere.resolve("copy"))).isInstanceOf(LedgerException.class)
                .hasMessage("no backup can be made: the ledger is closed");
    }

    private static UsageStore store(Path directory, JournalSettings.Fsync fsync) {
        return store(directory, new JournalSettings(Optional.empty(), fsync, 256 << 10, 64 << 20));
    }

    private static UsageStore store(Path directory, JournalSettings journal) {
        return UsageStore.open(new StoreSettings(directory, List.of(), StoreSettings.USUAL_RETENTION, journal,
                () -> Sample.NOON.plusSeconds(60)));
    }
}
