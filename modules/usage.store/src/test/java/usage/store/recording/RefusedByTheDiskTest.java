package usage.store.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import usage.store.AttemptKey;
import usage.store.AttemptRow;
import usage.store.Completeness;
import usage.store.ErrorType;
import usage.store.Intent;
import usage.store.JournalSettings;
import usage.store.LedgerException;
import usage.store.Operation;
import usage.store.Settlement;
import usage.store.Status;
import usage.store.Tokens;
import usage.store.h2.Attempts;
import usage.store.h2.Database;
import usage.store.h2.Door;
import usage.store.h2.ReadLane;
import usage.store.h2.WriteLane;
import usage.store.journal.Journal;
import usage.store.journal.KeyFiles;
import usage.store.journal.LineFile;
import usage.store.journal.Manifests;
import usage.store.journal.Position;
import usage.store.outbox.Intake;
import usage.store.price.PriceBook;
import usage.store.rollup.HourChanges;

/// `fsync: always` on a disk that fails while calls wait for it.
class RefusedByTheDiskTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOON);
    private static final JournalSettings ALWAYS = new JournalSettings(Optional.empty(), JournalSettings.Fsync.ALWAYS, 256 << 10,
            4 << 20);
    private static final int CALLS = 10;

    @TempDir
    private Path directory;
    private final AtomicBoolean broken = new AtomicBoolean();
    private final CountDownLatch failing = new CountDownLatch(1);
    private final Tally tally = new Tally();
    private final OpenAttempts open = new OpenAttempts();
    private Database database;
    private ReadLane reads;
    private WriteLane writes;
    private Door door;
    private Journal journal;
    private Settler settler;
    private JournaledLedger ledger;

    @BeforeEach
    void open() {
        database = Database.open(directory);
        reads = new ReadLane(database);
        writes = new WriteLane(database, connection -> Position.START);
        door = new Door(writes);
        journal = Journal.open(directory.resolve("journal"), ALWAYS, 0, this::take);
        var backlog = new Backlog(journal, Position.START, LostEnds.NONE);
        var table = new AttemptTable(writes, new HourChanges(), new Intake(writes, reads, CLOCK),
                new DeadLetters(new LineFile(directory.resolve("dead-letters.tsv"))), CLOCK);
        settler = new Settler(journal, backlog, Position.START, table, tally,
                new Segments(journal, new Manifests(new LineFile(directory.resolve("manifest.tsv"))),
                        new KeyFiles(directory.resolve("keys")), backlog, open, writes));
        ledger = new JournaledLedger(journal, open, tally, settler, new PriceBook(List.of()), reads, door, CLOCK);
    }

    @AfterEach
    void close() {
        settler.close();
        journal.close();
        door.close();
        writes.close();
        reads.close();
        database.close();
    }

    @Test
    void callsWhoseIntentTheDiskRefusesAreNotMadeAndStandAsNeverSentAndWhatWasBegunBeforeIsSettled() throws Exception {
        var before = intent();
        ledger.open(before);
        broken.set(true);
        var refused = new ArrayList<Intent>();
        var opening = new ArrayList<Future<?>>();
        try (var calls = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int call = 0; call < CALLS; call++) {
                var intent = intent();
                refused.add(intent);
                opening.add(calls.submit(() -> ledger.open(intent)));
            }
            awaitEntries(1 + CALLS);
            failing.countDown();
            for (var call : opening) {
                assertThatThrownBy(call::get).cause().isInstanceOfSatisfying(LedgerException.class,
                        failure -> assertThat(failure.code()).isEqualTo(LedgerException.Code.UNRECORDABLE))
                        .hasMessageContaining("no disk any more");
            }
        }
        assertThat(open.list()).extracting(flight -> flight.intent()).containsExactly(before);
        ledger.settle(before.key(), cancelled());
        assertThatThrownBy(() -> ledger.refuse(intent(), Settlement.refused(ErrorType.LIMIT, 429, NOON)))
                .hasMessageContaining("no disk any more");

        assertThat(settler.catchUp()).isTrue();
        for (var intent : refused) {
            assertThat(row(intent).settlement()).isEqualTo(new Settlement(Status.FAILED, Optional.of(ErrorType.INTERNAL),
                    Optional.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty(), NOON, Tokens.UNKNOWN,
                    Optional.empty(), Optional.empty()));
        }
        assertThat(row(before).settlement()).isEqualTo(cancelled());
        assertThat(tally.asOf(NOON, open.oldest())).extracting(Completeness::accepted, Completeness::settled,
                Completeness::inFlight, Completeness::spooled).containsExactly(1L + CALLS, 1L + CALLS, 0L, 0L);
    }

    @Test
    void aRefusalThatTheDiskDoesNotTakeIsRefusedItselfAndCountsAsTheRowThatItBecomes() {
        broken.set(true);
        failing.countDown();
        assertThatThrownBy(() -> ledger.refuse(intent(), Settlement.refused(ErrorType.LIMIT, 429, NOON)))
                .hasMessageContaining("no disk any more");
        assertThat(settler.catchUp()).isTrue();
        assertThat(tally.asOf(NOON, open.oldest())).extracting(Completeness::accepted, Completeness::settled,
                Completeness::spooled).containsExactly(1L, 1L, 0L);
    }

    private void take(Runnable forcing) {
        if (broken.get()) {
            try {
                assertThat(failing.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException unexpected) {
                throw new AssertionError(unexpected);
            }
            throw new UncheckedIOException(new IOException("no disk any more"));
        }
        forcing.run();
    }

    private void awaitEntries(int number) {
        int seen = 0;
        for (var reader = journal.reader(); seen < number;) {
            seen += reader.next().isPresent() ? 1 : 0;
        }
    }

    private AttemptRow row(Intent intent) {
        return reads.read("the row", connection -> Attempts.find(connection, intent.key())).orElseThrow();
    }

    private static Settlement cancelled() {
        return new Settlement(Status.CANCELLED, Optional.of(ErrorType.CLIENT_GONE), Optional.empty(), OptionalInt.empty(),
                Optional.of(NOON), Optional.empty(), NOON, Tokens.UNKNOWN, Optional.empty(), Optional.empty());
    }

    private static Intent intent() {
        return new Intent(new AttemptKey(UUID.randomUUID(), 1),
                new Intent.Identity("request", "group", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                new Intent.Who("caller", Optional.empty(), Optional.empty(), Optional.empty(), List.of()),
                new Intent.What("/v1/chat", Operation.CHAT, Optional.empty(), Optional.of("p"), Optional.empty(),
                        Optional.of("m"), false),
                NOON);
    }
}
