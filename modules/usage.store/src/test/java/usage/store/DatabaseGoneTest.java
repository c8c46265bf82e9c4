package usage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    void aDatabaseThatIsGoneStopsNewCallsAndQuestionsUntilItIsBack() throws SQLException, IOException {
        try (var store = Sample.store(directory)) {
            var settled = new Sample();
            settled.settleOk(store);
            var open = new Sample();
            store.ledger().open(open.intent());
            store.ledger().countAtDoor(Sample.NOON, "unrecordable");
            takeAway();

            assertEverythingFails(store, open, "");

            bringBack();
            assertThat(eventuallySettled(store, open).settlement()).isEqualTo(open.ok());
            assertThat(store.queries().call(settled.key.callId())).hasSize(1);
            assertThat(store.queries().doorCounts(Sample.NOON, Sample.NOON.plusSeconds(1)))
                    .containsExactly(new DoorCount(Sample.NOON, "unrecordable", 1));
            assertThat(store.queries().completeness()).extracting(Completeness::accepted, Completeness::settled,
                    Completeness::inFlight).containsExactly(2L, 2L, 0L);
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
        assertFails(Code.UNAVAILABLE, message, () -> store.queries().usage(Sample.day()));
        assertFails(Code.UNAVAILABLE, message, () -> store.queries().calls(CALLS));
        assertFails(Code.UNAVAILABLE, message, () -> store.queries().call(open.key.callId()));
        assertFails(Code.UNAVAILABLE, message,
                () -> store.queries().doorCounts(Sample.NOON, Sample.NOON.plusSeconds(1)));
        assertThat(store.queries().completeness()).isEqualTo(before);
    }

    private static void assertFails(Code code, String message, ThrowingCallable work) {
        assertThatThrownBy(work).hasMessageContaining("cannot be re").hasMessageContaining(message)
                .hasMessageNotContainingAny("SQL statement", "SELECT", "INSERT").isInstanceOfSatisfying(
                        LedgerException.class, failure -> assertThat(failure.code()).isEqualTo(code));
    }

    /// The store may need a few tries until its connections are new.
    private static AttemptRow eventuallySettled(UsageStore store, Sample open) {
        for (var attempt : List.of(1, 2, 3, 4, 5, 6)) {
            try {
                return store.ledger().settle(open.key, open.ok());
            } catch (LedgerException notYet) {
                assertThat(notYet.code()).as("try %s", attempt).isEqualTo(Code.UNRECORDABLE);
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
