package usage.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A loss of power that has kept what the database wrote and lost what the journal wrote before it.
class PowerLossTest {

    private static final JournalSettings SMALL = new JournalSettings(Optional.empty(), JournalSettings.Fsync.OS, 256 << 10,
            16 << 20);
    private static final int HEADER = 16;
    private static final int FRAME = 8;

    @TempDir
    private Path directory;
    private final Sample before = new Sample();
    private final Sample ended = new Sample();
    private final Sample whole = new Sample();
    private final Sample refused = new Sample(UUID.randomUUID(), 0);
    private final Sample inFlight = new Sample();
    private int kept;

    @BeforeEach
    void record() throws IOException {
        try (var store = open()) {
            before.settleOk(store);
            store.ledger().open(ended.intent());
            store.ledger().open(inFlight.intent());
            kept = end();
            store.ledger().settle(ended.key, ended.ok());
            whole.settleOk(store);
            store.ledger().refuse(refused.intent(), Settlement.refused(ErrorType.LIMIT, 429, Sample.NOON));
        }
    }

    @Test
    void whatTheTableHasCountsAsRecordedAndWhatWasInFlightAloneIsLost() throws IOException {
        lose(kept);
        for (int opening = 0; opening < 2; opening++) {
            try (var store = open()) {
                assertThat(store.queries().journal().lost()).isEqualTo(opening == 0 ? 1 : 0);
                assertFigures(store);
                assertThat(status(store, before, ended, whole, refused, inFlight)).containsExactly(Status.OK, Status.OK,
                        Status.OK, Status.REFUSED, Status.LOST);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theAuditAgreesAlsoAfterTheFileIsGoneAndStillNamesARowThatIsMissing(boolean reopened) throws Exception {
        lose(kept);
        if (reopened) {
            open().close();
        }
        try (var store = open()) {
            for (int at = 0; at < 2000; at++) {
                new Sample().settleOk(store);
            }
            store.queries().call(ended.key.callId());
        }
        assertThat(journal()).doesNotExist();
        try (var store = open()) {
            assertThat(store.queries().audit()).extracting(Audit::accepted, Audit::settled, Audit::rows, Audit::differences)
                    .containsExactly(2005L, 2005L, 2005L, List.of());
            delete(store, whole);
            assertThat(store.queries().audit().differences()).singleElement()
                    .satisfies(difference -> assertThat(difference.missing()).containsExactly(whole.key));
        }
    }

    @Test
    void aRowThatIsMissingIsNamedWhileTheFileIsStillThere() throws Exception {
        lose(kept);
        try (var store = open()) {
            delete(store, ended);
            assertThat(store.queries().audit().differences()).singleElement().satisfies(difference -> {
                assertThat(difference.missing()).containsExactly(ended.key);
                assertThat(difference.unexpected()).isEmpty();
            });
        }
    }

    /// Nothing says any more that a call was in flight, as everywhere where more is lost than the mode promises to keep.
    @Test
    void aFileThatIsLostAsAWholeLosesNoRow() throws IOException {
        lose(0);
        for (int opening = 0; opening < 2; opening++) {
            try (var store = open()) {
                assertThat(status(store, before, ended, whole, refused)).containsExactly(Status.OK, Status.OK, Status.OK,
                        Status.REFUSED);
                assertThat(store.queries().audit()).extracting(Audit::accepted, Audit::settled, Audit::rows, Audit::differences)
                        .containsExactly(4L, 4L, 4L, List.of());
            }
        }
    }

    private void assertFigures(UsageStore store) {
        var audit = store.queries().audit();
        assertThat(audit).extracting(Audit::accepted, Audit::settled, Audit::rows, Audit::deadLetters, Audit::differences)
                .containsExactly(5L, 5L, 5L, List.of(), List.of());
        assertThat(store.queries().completeness()).extracting(Completeness::accepted, Completeness::settled,
                Completeness::inFlight, Completeness::spooled, Completeness::deadLetters).containsExactly(5L, 5L, 0L, 0L, 0L);
    }

    private static List<Status> status(UsageStore store, Sample... samples) {
        return List.of(samples).stream()
                .map(sample -> store.queries().call(sample.key.callId()).getFirst().settlement().status()).toList();
    }

    private void delete(UsageStore store, Sample sample) throws SQLException {
        try (var connection = Sample.sql(store, directory); var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("DELETE FROM attempts WHERE call_id = '" + sample.key.callId() + "'")).isOne();
        }
    }

    private Path journal() {
        return directory.resolve("journal/segment-0000000000000001.log");
    }

    /// Behind the last record.
    private int end() throws IOException {
        var bytes = ByteBuffer.wrap(Files.readAllBytes(journal())).order(ByteOrder.nativeOrder());
        int at = HEADER;
        for (int length = bytes.getInt(at); length > 0; length = bytes.getInt(at)) {
            at += FRAME + (length + 7 & ~7);
        }
        return at;
    }

    /// Leaves zeros of what lies behind `from`.
    private void lose(int from) throws IOException {
        try (var file = new RandomAccessFile(journal().toFile(), "rw")) {
            file.seek(from);
            file.write(new byte[(int) file.length() - from]);
        }
    }

    private UsageStore open() {
        return UsageStore.open(new StoreSettings(directory, List.of(), StoreSettings.USUAL_RETENTION, SMALL,
                InstantSource.fixed(Sample.NOON.plusSeconds(60))));
    }
}
