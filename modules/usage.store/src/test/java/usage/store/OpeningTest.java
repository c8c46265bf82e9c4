package usage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Opening a directory, and what is found in it.
class OpeningTest {

    @TempDir
    private Path directory;

    @Test
    void whatWasInFlightIsLostWhenTheLedgerIsOpenedAgainAndStaysSo() {
        var now = new AtomicReference<>(Sample.NOON);
        var silent = new Sample();
        var talking = new Sample();
        var first = Sample.NOON.plusMillis(300);
        try (var store = open(now::get)) {
            store.ledger().open(silent.intent());
            store.ledger().open(talking.intent());
            now.set(Sample.NOON.plusSeconds(1));
            store.ledger().progress(talking.key, new Progress(Optional.of(first), Optional.empty(), Tokens.UNKNOWN));
            now.set(Sample.NOON.plusSeconds(2));
            store.ledger().progress(talking.key,
                    new Progress(Optional.of(Sample.NOON), Optional.of(first), Sample.tokens(100, 7)));
        }
        now.set(Sample.NOON.plusSeconds(900));
        try (var store = open(now::get)) {
            assertThat(store.queries().call(silent.key.callId())).containsExactly(new AttemptRow(silent.intent(),
                    lost(Optional.empty(), Optional.empty(), Sample.NOON, Tokens.UNKNOWN), Optional.empty(), Optional.empty()));
            assertThat(store.queries().journal().lost()).isEqualTo(2);
            var row = store.queries().call(talking.key.callId()).getFirst();
            assertThat(row.intent()).isEqualTo(talking.intent());
            assertThat(row.settlement()).isEqualTo(lost(Optional.of(Sample.NOON), Optional.of(first),
                    Sample.NOON.plusSeconds(2), Sample.tokens(100, 7)));
            assertThat(store.ledger().settle(talking.key, talking.ok())).isEqualTo(row);
            assertThat(store.queries().completeness()).extracting(Completeness::accepted, Completeness::settled,
                    Completeness::inFlight).containsExactly(2L, 2L, 0L);
        }
    }

    @Test
    void settledRowsAreThereAfterOpeningAgain() {
        var sample = new Sample();
        AttemptRow row;
        try (var store = Sample.store(directory)) {
            row = sample.settleOk(store);
        }
        try (var store = Sample.store(directory)) {
            assertThat(store.queries().call(sample.key.callId())).containsExactly(row);
            assertThat(store.queries().completeness().accepted()).isEqualTo(1);
            var journal = store.queries().journal();
            assertThat(journal).isEqualTo(new JournalFigures(journal.bytes(), Sample.JOURNAL.maxBytes(), 0));
            assertThat(journal.bytes()).as("whole segments").isPositive()
                    .matches(bytes -> bytes % Sample.JOURNAL.segmentBytes() == 0);
        }
    }

    @Test
    void aSecondStoreOnTheSameDirectoryIsTurnedAwayAndTheFirstGoesOn() {
        try (var store = Sample.store(directory)) {
            assertCannotOpen(directory, "is in use");
            assertThat(new Sample().settleOk(store)).isNotNull();
        }
        Sample.store(directory).close();
    }

    @Test
    void aDirectoryIsMadeWhereThereIsNone() {
        Sample.store(directory.resolve("a/b")).close();
        assertThat(directory.resolve("a/b/usage.mv.db")).exists();
    }

    @Test
    void whatCannotBeADirectoryIsNamed() throws IOException {
        var file = Files.writeString(directory.resolve("file"), "text");
        assertCannotOpen(file, file.toString());
        assertCannotOpen(directory.resolve("a;INIT=x"), "';'");
    }

    @Test
    void aFileThatIsNoDatabaseIsNamedAndTheDirectoryIsLetGoAgain() throws IOException {
        Files.writeString(directory.resolve("usage.mv.db"), "this is not a database".repeat(1000));
        assertCannotOpen(directory, directory.toString());
        Files.delete(directory.resolve("usage.mv.db"));
        Sample.store(directory).close();
    }

    /// As another program does that has it open.
    @Test
    void aDatabaseThatIsLockedIsNamedAndWhatTheJournalHasWaitsForTheNextOpening() throws IOException {
        var spooled = new Sample();
        Sample.store(directory).close();
        var database = directory.resolve("usage.mv.db");
        var inFlight = new Sample();
        try (var store = Sample.store(directory)) {
            spooled.settleOk(store);
            store.ledger().open(inFlight.intent());
        }
        try (var file = FileChannel.open(database, StandardOpenOption.WRITE); var lock = file.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertCannotOpen(directory, database.toString());
        }
        try (var store = Sample.store(directory)) {
            assertThat(store.queries().call(spooled.key.callId())).hasSize(1);
            assertThat(store.queries().call(inFlight.key.callId())).hasSize(1);
        }
    }

    @Test
    void aDatabaseThatCannotBeReadIsNamed() throws IOException {
        var database = Files.createDirectory(directory.resolve("usage.mv.db"));
        assertCannotOpen(directory, database.toString());
        Files.delete(database);
        Sample.store(directory).close();
    }

    @Test
    void aLedgerOfANewerVersionIsLeftAlone() throws SQLException {
        Sample.store(directory).close();
        try (var connection = Sample.sql(directory); var statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO "flyway_schema_history" SELECT 99, '99', 'of tomorrow', "type", 'V99__of_tomorrow.sql',
                    "checksum", "installed_by", "installed_on", "execution_time", "success" FROM "flyway_schema_history" WHERE "version" = '1'
                    """);
        }
        assertNewer("the ledger in " + directory + " has schema 99 (of tomorrow), of a newer version; this one knows schema "
                + LedgerCopy.SCHEMA);
    }

    @Test
    void theNewestSchemaThatIsSaidToBeKnownIsThatOfTheLastScript() throws SQLException {
        Sample.store(directory).close();
        try (var connection = Sample.sql(directory);
                var statement = connection.createStatement();
                var newest = statement.executeQuery("SELECT MAX(CAST(\"version\" AS INT)) FROM \"flyway_schema_history\"")) {
            newest.next();
            assertThat(newest.getInt(1)).isEqualTo(LedgerCopy.SCHEMA);
        }
    }

    @Test
    void aJournalOfANewerVersionIsLeftAlone() throws IOException {
        try (var store = Sample.store(directory)) {
            store.ledger().open(new Sample().intent());
        }
        try (var files = Files.list(directory.resolve("journal"));
                var file = FileChannel.open(files.sorted().findFirst().orElseThrow(), StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            // The order of bytes is the machine's.
            int at = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 0 : 7;
            file.write(ByteBuffer.wrap(new byte[]{LedgerCopy.JOURNAL_FORMAT + 1}), at);
        }
        assertNewer("the journal in " + directory.resolve("journal")
                + " has format 3, of a newer version; this one knows format 2");
    }

    private void assertNewer(String message) {
        assertThatThrownBy(() -> Sample.store(directory)).hasMessage(message).isInstanceOfSatisfying(LedgerException.class,
                failure -> assertThat(failure.code()).isEqualTo(LedgerException.Code.NEWER_FORMAT));
    }

    @Test
    void closingTwiceIsFine() {
        var store = Sample.store(directory);
        store.close();
        store.close();
        Sample.store(directory).close();
    }

    private static void assertCannotOpen(Path directory, String message) {
        assertThatThrownBy(() -> Sample.store(directory)).hasMessageContaining(message).hasMessageNotContaining("\n")
                .isInstanceOfSatisfying(
                        LedgerException.class, failure -> assertThat(failure.code()).isEqualTo(LedgerException.Code.CANNOT_OPEN));
    }

    private UsageStore open(InstantSource clock) {
        return UsageStore.open(new StoreSettings(directory, List.of(), StoreSettings.USUAL_RETENTION, Sample.JOURNAL, clock));
    }

    private static Settlement lost(Optional<Instant> sentAt, Optional<Instant> firstTokenAt, Instant finishedAt, Tokens tokens) {
        return new Settlement(Status.LOST, Optional.of(ErrorType.CRASH), Optional.empty(), OptionalInt.empty(), sentAt,
                firstTokenAt, finishedAt, tokens, Optional.empty(), Optional.empty());
    }
}
