package usage.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The way from the journal to the table.
class SettlingTest {

    private static final JournalSettings SMALL = new JournalSettings(Optional.empty(), JournalSettings.Fsync.OS, 256 << 10,
            4 << 20);

    @TempDir
    private Path directory;

    @Test
    void aRowThatTheTableDoesNotTakeIsKeptAsideAndHoldsNobodyUp() throws SQLException, IOException {
        Sample.store(directory).close();
        try (var connection = Sample.sql(directory); var statement = connection.createStatement()) {
            statement.execute("ALTER TABLE attempts ADD CONSTRAINT no_poison CHECK (caller <> 'poison')");
        }
        var before = new Sample();
        var poisoned = new Sample();
        poisoned.caller = "poison";
        var after = new Sample();
        try (var store = open()) {
            for (var sample : List.of(before, poisoned, after)) {
                store.ledger().open(sample.intent());
            }
            for (var sample : List.of(before, poisoned, after)) {
                store.ledger().settle(sample.key, sample.ok());
            }
            assertThat(store.queries().call(before.key.callId())).hasSize(1);
            assertThat(store.queries().call(after.key.callId())).hasSize(1);
            assertThat(store.queries().call(poisoned.key.callId())).isEmpty();
            assertFigures(store);
        }
        assertThat(Files.readAllLines(directory.resolve("dead-letters.tsv"))).singleElement().asString()
                .contains(poisoned.key.callId().toString()).containsIgnoringCase("no_poison");
        try (var store = open()) {
            assertFigures(store);
        }
    }

    @Test
    void aNulByteOrAnOverlongNameDoesNotKeepARowFromTheTable() {
        try (var store = open()) {
            var sample = new Sample();
            sample.caller = "\u0000";
            sample.endUser = Optional.of("\ud83d\ude00".repeat(5000));
            sample.responseModel = Optional.of("x".repeat(100_000));
            var row = sample.settleOk(store);
            assertThat(store.queries().call(sample.key.callId())).containsExactly(row);
            assertThat(row.intent().who().caller()).isEqualTo("\\u0000");
            assertThat(store.queries().completeness().deadLetters()).isZero();
        }
    }

    @Test
    void filesOfTheJournalGoOnceTheyAreInTheTableAndLeaveAManifest() throws IOException {
        var expected = new HashSet<UUID>();
        try (var store = open()) {
            for (int at = 0; at < 20_000; at++) {
                var sample = new Sample();
                sample.settleOk(store);
                expected.add(sample.key.callId());
            }
        }
        assertThat(journalFiles()).hasSizeLessThanOrEqualTo(2);
        var manifest = Files.readAllLines(directory.resolve("manifest.tsv"));
        assertThat(manifest).hasSizeGreaterThan(10);
        assertThat(manifest.stream().mapToLong(line -> Long.parseLong(line.split("\t")[3])).sum()).isBetween(19_000L, 20_000L);
        try (var store = open()) {
            assertThat(store.queries().completeness()).extracting(Completeness::accepted, Completeness::settled)
                    .containsExactly(20_000L, 20_000L);
            assertThat(store.queries().usage(Sample.day()).buckets().getFirst().results().getFirst().requests())
                    .isEqualTo(expected.size());
        }
    }

    @Test
    void anAttemptThatStaysOpenHoldsNoFileAndIsNotForgotten() throws IOException {
        var patient = new Sample();
        var lost = new Sample();
        var progress = new Progress(Optional.of(Sample.NOON), Optional.empty(), Sample.tokens(5, 3));
        try (var store = open()) {
            store.ledger().open(patient.intent());
            store.ledger().open(lost.intent());
            store.ledger().progress(lost.key, progress);
            for (int at = 0; at < 10_000; at++) {
                new Sample().settleOk(store);
            }
            store.queries().call(patient.key.callId());
            assertThat(store.queries().inFlight()).hasSize(2);
            store.ledger().settle(patient.key, patient.ok());
            assertThat(store.queries().call(patient.key.callId())).hasSize(1);
        }
        assertThat(journalFiles()).hasSizeLessThanOrEqualTo(3);
        try (var store = open()) {
            assertThat(store.queries().call(patient.key.callId()).getFirst().settlement().status()).isEqualTo(Status.OK);
            var row = store.queries().call(lost.key.callId()).getFirst();
            assertThat(row.intent()).isEqualTo(lost.intent());
            assertThat(row.settlement().status()).isEqualTo(Status.LOST);
            assertThat(row.settlement().tokens()).isEqualTo(progress.tokens());
        }
    }

    @Test
    void theJournalMayLieElsewhere() throws IOException {
        var elsewhere = directory.resolve("other/disk");
        var settings = new JournalSettings(Optional.of(elsewhere), JournalSettings.Fsync.ALWAYS, 256 << 10, 4 << 20);
        var open = new Sample();
        try (var store = open(settings)) {
            store.ledger().open(open.intent());
        }
        assertThat(elsewhere).isDirectoryContaining("glob:**/segment-*.log");
        assertThat(directory.resolve("journal")).doesNotExist();
        try (var store = open(settings)) {
            assertThat(store.queries().call(open.key.callId()).getFirst().settlement().status()).isEqualTo(Status.LOST);
        }
    }

    @Test
    void whatWasSettledIsFoundByEveryQuestionAtOnce() {
        try (var store = open()) {
            for (int at = 0; at < 50; at++) {
                var sample = new Sample();
                sample.caller = "caller " + at;
                sample.settleOk(store);
                var page = store.queries().calls(new CallsQuery(Sample.NOON, Sample.NOON.plusSeconds(1),
                        Map.of(Column.CALLER, List.of(sample.caller)), 10, Optional.empty()));
                assertThat(page.rows()).hasSize(1);
            }
        }
    }

    private static void assertFigures(UsageStore store) {
        assertThat(store.queries().usage(Sample.day()).buckets().getFirst().results().getFirst().attempts()).isEqualTo(2);
        assertThat(store.queries().completeness()).extracting(Completeness::accepted, Completeness::settled,
                Completeness::deadLetters, Completeness::spooled).containsExactly(3L, 3L, 1L, 0L);
    }

    private List<Path> journalFiles() throws IOException {
        try (var files = Files.list(directory.resolve("journal"))) {
            return files.toList();
        }
    }

    private UsageStore open() {
        return open(SMALL);
    }

    private UsageStore open(JournalSettings journal) {
        return UsageStore.open(new StoreSettings(directory, List.of(), StoreSettings.USUAL_RETENTION, journal,
                InstantSource.fixed(Sample.NOON.plusSeconds(60))));
    }
}
