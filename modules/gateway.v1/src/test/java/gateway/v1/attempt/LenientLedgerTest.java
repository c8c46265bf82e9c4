package gateway.v1.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import usage.store.AttemptKey;
import usage.store.AttemptRow;
import usage.store.DoorCount;
import usage.store.Intent;
import usage.store.Ledger;
import usage.store.LedgerException;
import usage.store.Operation;
import usage.store.Progress;
import usage.store.Settlement;
import usage.store.Status;
import usage.store.StoreSettings;
import usage.store.Tokens;
import usage.store.UsageStore;

/// What an operator gets who would rather serve than account. A ledger refuses an attempt that is in flight already, which
/// stands here for one that cannot write.
class LenientLedgerTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path directory;

    @Test
    void anAttemptThatCannotBeRecordedIsMadeAndCountedAndLeavesTheRecordedOneAlone() {
        try (var store = UsageStore.open(new StoreSettings(directory, List.of(), InstantSource.fixed(NOON)))) {
            var ledger = new LenientLedger(store.ledger(), InstantSource.fixed(NOON));
            var key = new AttemptKey(UUID.randomUUID(), 1);
            store.ledger().open(intent(key));

            ledger.open(intent(key));
            ledger.progress(key, new Progress(Optional.of(NOON), Optional.empty(), Tokens.UNKNOWN));
            assertThat(ledger.settle(key, ok()).settlement()).isEqualTo(ok());

            assertThat(store.queries().inFlight()).singleElement()
                    .satisfies(open -> assertThat(open.progress().sentAt()).isEmpty());
            assertThat(store.queries().doorCounts(NOON, NOON.plusSeconds(60)))
                    .containsExactly(new DoorCount(NOON, "unrecorded", 1));
        }
    }

    @Test
    void whatCanBeRecordedIsRecorded() {
        try (var store = UsageStore.open(new StoreSettings(directory, List.of(), InstantSource.fixed(NOON)))) {
            var ledger = new LenientLedger(store.ledger(), InstantSource.fixed(NOON));
            var key = new AttemptKey(UUID.randomUUID(), 1);
            ledger.open(intent(key));
            var row = ledger.settle(key, ok());
            assertThat(store.queries().call(key.callId())).containsExactly(row);
            assertThatThrownBy(() -> ledger.settle(new AttemptKey(UUID.randomUUID(), 1), ok()))
                    .isInstanceOf(LedgerException.class);
        }
    }

    @Test
    void anAnswerThatCannotBeSettledIsToldAllTheSame() {
        var key = new AttemptKey(UUID.randomUUID(), 1);
        var counted = new ArrayList<String>();
        var full = new Full(counted);
        var ledger = new LenientLedger(full, InstantSource.fixed(NOON));
        ledger.open(intent(key));

        var row = ledger.settle(key, ok());
        assertThat(row.settlement()).isEqualTo(ok());
        assertThat(row.intent()).isEqualTo(intent(key));
        assertThat(counted).containsExactly("unsettled");
    }

    /// A ledger whose disk is full as soon as an attempt is open.
    private record Full(List<String> counted) implements Ledger {

        @Override
        public void open(Intent intent) {
            // The last that it could write.
        }

        @Override
        public void progress(AttemptKey key, Progress progress) {
            throw new LedgerException(LedgerException.Code.UNRECORDABLE, "full");
        }

        @Override
        public AttemptRow settle(AttemptKey key, Settlement settlement) {
            throw new LedgerException(LedgerException.Code.UNRECORDABLE, "full");
        }

        @Override
        public AttemptRow refuse(Intent intent, Settlement refusal) {
            throw new LedgerException(LedgerException.Code.UNRECORDABLE, "full");
        }

        @Override
        public void countAtDoor(Instant at, String reason) {
            counted.add(reason);
        }
    }

    private static Intent intent(AttemptKey key) {
        return new Intent(key,
                new Intent.Identity("r", "g", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                new Intent.Who("c", Optional.empty(), Optional.empty(), Optional.empty(), List.of()), new Intent.What("/v1/chat",
                        Operation.CHAT, Optional.empty(), Optional.of("ollama"), Optional.of("m"), Optional.of("m"), false),
                NOON);
    }

    private static Settlement ok() {
        return new Settlement(Status.OK, Optional.empty(), Optional.of("stop"), OptionalInt.of(200), Optional.of(NOON),
                Optional.empty(), NOON, Tokens.UNKNOWN, Optional.empty(), Optional.empty());
    }
}
