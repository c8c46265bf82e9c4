package usage.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The journal's account against the table's.
class AuditTest {

    private static final JournalSettings SMALL = new JournalSettings(Optional.empty(), JournalSettings.Fsync.OS, 256 << 10,
            16 << 20);

    @TempDir
    private Path directory;

    @Test
    void bothSidesAgreeOnWhatWasDone() {
        try (var store = open()) {
            for (int at = 0; at < 2000; at++) {
                new Sample().settleOk(store);
            }
            store.ledger().refuse(new Sample(UUID.randomUUID(), 0).intent(),
                    Settlement.refused(ErrorType.LIMIT, 429, Sample.NOON));
            store.ledger().open(new Sample().intent());
            assertThat(store.queries().audit()).extracting(Audit::accepted, Audit::settled, Audit::inFlight, Audit::rows,
                    Audit::spooled, Audit::differences).containsExactly(2002L, 2001L, 1L, 2001L, 0L, List.of());
        }
        try (var store = open()) {
            assertThat(store.queries().audit()).extracting(Audit::accepted, Audit::settled, Audit::rows, Audit::rowsBefore,
                    Audit::expired, Audit::differences).containsExactly(2002L, 2002L, 2002L, 0L, 0L, List.of());
        }
    }

    @Test
    void aRowThatSomebodyDeletedOrAddedIsNamed() throws SQLException {
        var deleted = new Sample();
        var changed = new Sample();
        // One with a caller's span the database itself would not let be changed.
        changed.callerSpanId = Optional.empty();
        var added = UUID.randomUUID();
        try (var store = open()) {
            changed.settleOk(store);
            deleted.settleOk(store);
            change(store, "DELETE FROM attempts WHERE call_id = '" + deleted.key.callId() + "'");
            assertThat(store.queries().audit().differences()).singleElement().satisfies(difference -> {
                assertThat(difference.missing()).containsExactly(deleted.key);
                assertThat(difference.inJournal() - difference.inTable()).isEqualTo(1);
            });
            change(store, "UPDATE attempts SET call_id = '" + added + "'");
            assertThat(store.queries().audit().differences()).singleElement().satisfies(difference -> {
                assertThat(difference.missing()).hasSize(2);
                assertThat(difference.unexpected()).containsExactly(new AttemptKey(added, 1));
            });
        }
    }

    @Test
    void aRowThatIsMissingFromAFileThatIsGoneIsNamedAllTheSame() throws SQLException {
        var first = firstOfAFileThatIsGone();
        try (var store = open()) {
            assertThat(store.queries().lastAudit()).isEmpty();
            change(store, "DELETE FROM attempts WHERE call_id = '" + first.key.callId() + "'");
            assertThat(store.queries().audit().differences()).singleElement().satisfies(difference -> {
                assertThat(directory.resolve("journal/segment-%016d.log".formatted(difference.segment()))).doesNotExist();
                assertThat(difference.inJournal() - difference.inTable()).isEqualTo(1);
                assertThat(difference.missing()).containsExactly(first.key);
                assertThat(difference.unexpected()).isEmpty();
            });
            assertThat(store.queries().lastAudit()).hasValueSatisfying(last -> assertThat(last.differences()).hasSize(1));
        }
    }

    @Test
    void whereTheNamesAreGoneTooADifferenceIsToldByItsCounts() throws Exception {
        var first = firstOfAFileThatIsGone();
        try (var files = Files.list(directory.resolve("keys"))) {
            Files.delete(files.sorted().findFirst().orElseThrow());
        }
        try (var store = open()) {
            change(store, "DELETE FROM attempts WHERE call_id = '" + first.key.callId() + "'");
            assertThat(store.queries().audit().differences()).singleElement().satisfies(difference -> {
                assertThat(difference.inJournal() - difference.inTable()).isEqualTo(1);
                assertThat(difference.missing()).isEmpty();
                assertThat(difference.firstCall()).isLessThan(difference.lastCall());
            });
        }
    }

    @Test
    void deadLettersAreAccountedForAndNamed() throws SQLException {
        Sample.store(directory).close();
        try (var connection = Sample.sql(directory); var statement = connection.createStatement()) {
            statement.execute("ALTER TABLE attempts ADD CONSTRAINT no_poison CHECK (caller <> 'poison')");
        }
        var poisoned = new Sample();
        poisoned.caller = "poison";
        try (var store = open()) {
            poisoned.settleOk(store);
            new Sample().settleOk(store);
            var audit = store.queries().audit();
            assertThat(audit.differences()).isEmpty();
            assertThat(audit.settled()).isEqualTo(2);
            assertThat(audit.rows()).isEqualTo(1);
            assertThat(audit.deadLetters()).extracting(DeadLetter::key).containsExactly(poisoned.key);
        }
    }

    private Sample firstOfAFileThatIsGone() {
        var first = new Sample();
        try (var store = open()) {
            first.settleOk(store);
            for (int at = 0; at < 2000; at++) {
                new Sample().settleOk(store);
            }
        }
        return first;
    }

    private void change(UsageStore store, String sql) throws SQLException {
        try (var connection = Sample.sql(store, directory); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private UsageStore open() {
        return UsageStore.open(new StoreSettings(directory, List.of(), StoreSettings.USUAL_RETENTION, SMALL,
                InstantSource.fixed(Sample.NOON.plusSeconds(60))));
    }
}
