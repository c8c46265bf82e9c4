package usage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import usage.store.LedgerException.Code;

/// What callers are told when the database fails.
class DatabaseGoneTest {

    private static final CallsQuery CALLS = new CallsQuery(Sample.NOON, Sample.NOON.plusSeconds(1), Map.of(), 10,
            Optional.empty());

    @TempDir
    private Path directory;

    @Test
    void aClosedLedgerSaysSo() {
        var store = Sample.store(directory);
        var open = new Sample();
        store.ledger().open(open.intent());
        store.close();
        assertEverythingFails(store, open, "the ledger is closed");
    }

    @Test
    @Tag("slow")
    void callsGoOnWithoutADatabaseAndComeToTheTableWhenItIsBack() throws SQLException, IOException {
        try (var store = Sample.store(directory)) {
            var settled = new Sample();
            settled.settleOk(store);
            var open = new Sample();
            store.ledger().open(open.intent());
            store.ledger().countAtDoor(Sample.NOON, "unrecordable");
            assertThat(store.queries().call(settled.key.callId())).hasSize(1);
            takeAway();

            var begunWithout = new Sample();
            store.ledger().open(begunWithout.intent());
            var row = store.ledger().settle(open.key, open.ok());
            store.ledger().refuse(new Sample(UUID.randomUUID(), 0).intent(),
                    Settlement.refused(ErrorType.LIMIT, 429, Sample.NOON));
            assertQuestionsFail(store, open, "");
            assertThat(store.queries().inFlight()).extracting(attempt -> attempt.intent().key())
                    .containsExactly(begunWithout.key);
            assertThat(store.queries().completeness()).extracting(Completeness::accepted, Completeness::settled,
                    Completeness::inFlight, Completeness::spooled).containsExactly(4L, 3L, 1L, 2L);

            bringBack();
            assertThat(eventually(() -> store.queries().call(open.key.callId()))).containsExactly(row);
            store.ledger().settle(begunWithout.key, begunWithout.ok());
            assertThat(store.queries().call(begunWithout.key.callId())).hasSize(1);
            assertThat(store.queries().doorCounts(Sample.NOON, Sample.NOON.plusSeconds(1)))
                    .containsExactly(new DoorCount(Sample.NOON, "unrecordable", 1));
            assertThat(store.queries().completeness()).extracting(Completeness::accepted, Completeness::settled,
                    Completeness::inFlight, Completeness::spooled, Completeness::deadLetters).containsExactly(4L, 4L, 0L, 0L, 0L);
        }
    }

    @Test
    @Tag("slow")
    void whatWasSpooledWhenTheLedgerClosedWithoutADatabaseIsThereAfterTheNextOpening() throws SQLException, IOException {
        var spooled = new Sample();
        try (var store = Sample.store(directory)) {
            new Sample().settleOk(store);
            assertThat(store.queries().completeness().accepted()).isEqualTo(1);
            store.queries().usage(Sample.day());
            takeAway();
            spooled.settleOk(store);
        }
        bringBack();
        try (var store = Sample.store(directory)) {
            assertThat(store.queries().call(spooled.key.callId())).hasSize(1);
            assertThat(store.queries().completeness()).extracting(Completeness::accepted, Completeness::settled)
                    .containsExactly(2L, 2L);
        }
    }

    @Test
    @Tag("slow")
    void whatAClosedDatabaseHasForgottenComesBackAlsoWhenNobodyCallsAnyMore() throws SQLException {
        try (var store = Sample.store(directory)) {
            var forgotten = new Sample();
            var row = forgotten.settleOk(store);
            assertThat(store.queries().call(forgotten.key.callId())).hasSize(1);
            try (var connection = Sample.sql(directory); var statement = connection.createStatement()) {
                statement.execute("SHUTDOWN IMMEDIATELY");
            }
            var patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            List<AttemptRow> rows;
            do {
                rows = eventually(() -> List.of(store.queries().call(forgotten.key.callId()))).getFirst();
            } while (rows.isEmpty() && System.nanoTime() < patience);
            assertThat(rows).containsExactly(row);
            assertThat(store.queries().audit().differences()).isEmpty();
        }
    }

    private static void assertEverythingFails(UsageStore store, Sample open, String message) {
        var before = store.queries().completeness();
        assertFails(Code.UNRECORDABLE, message, () -> store.ledger().open(new Sample().intent()));
        assertFails(Code.UNRECORDABLE, message, () -> store.ledger().refuse(new Sample().intent(),
                Settlement.refused(ErrorType.LIMIT, 429, Sample.NOON)));
        assertFails(Code.UNRECORDABLE, message, () -> store.ledger().settle(open.key, open.ok()));
        assertFails(Code.UNRECORDABLE, message, () -> store.ledger().progress(open.key,
                new Progress(Optional.empty(), Optional.empty(), Tokens.UNKNOWN)));
        assertQuestionsFail(store, open, message);
        assertThat(store.queries().completeness()).isEqualTo(before);
    }

    private static void assertQuestionsFail(UsageStore store, Sample open, String message) {
        assertFails(Code.UNAVAILABLE, message, () -> store.queries().usage(Sample.day()));
        assertFails(Code.UNAVAILABLE, message, () -> store.queries().calls(CALLS));
        assertFails(Code.UNAVAILABLE, message, () -> store.queries().call(open.key.callId()));
        assertFails(Code.UNAVAILABLE, message,
                () -> store.queries().doorCounts(Sample.NOON, Sample.NOON.plusSeconds(1)));
    }

    private static void assertFails(Code code, String message, ThrowingCallable work) {
        assertThatThrownBy(work).hasMessageContaining("cannot be re").hasMessageContaining(message)
                .hasMessageNotContainingAny("SQL statement", "SELECT", "INSERT").isInstanceOfSatisfying(
                        LedgerException.class, failure -> assertThat(failure.code()).isEqualTo(code));
    }

    /// The store may need a few tries until its connections are new.
    private static <T> List<T> eventually(Supplier<List<T>> question) {
        for (var attempt : List.of(1, 2, 3, 4, 5, 6)) {
            try {
                var answer = question.get();
                if (!answer.isEmpty()) {
                    return answer;
                }
            } catch (LedgerException notYet) {
                assertThat(notYet.code()).as("try %s", attempt).isEqualTo(Code.UNAVAILABLE);
            }
        }
        return fail("the ledger did not come back");
    }

    private void takeAway() throws SQLException, IOException {
        try (var connection = Sample.sql(directory); var statement = connection.createStatement()) {
            statement.execute("SHUTDOWN IMMEDIATELY");
        }
        Files.move(directory.resolve("usage.mv.db"), directory.resolve("elsewhere"));
        Files.createDirectory(directory.resolve("usage.mv.db"));
    }

    private void bringBack() throws IOException {
        Files.delete(directory.resolve("usage.mv.db"));
        Files.move(directory.resolve("elsewhere"), directory.resolve("usage.mv.db"));
    }
}
