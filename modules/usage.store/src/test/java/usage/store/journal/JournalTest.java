package usage.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import usage.store.AttemptKey;
import usage.store.Cost;
import usage.store.ErrorType;
import usage.store.Intent;
import usage.store.JournalSettings;
import usage.store.JournalSettings.Fsync;
import usage.store.LedgerException;
import usage.store.Operation;
import usage.store.Progress;
import usage.store.Settlement;
import usage.store.Status;
import usage.store.Tokens;
import usage.store.UsageSource;
import usage.store.price.PriceBook;

/// The log by itself: what goes in comes out, in order, also after a crash, and there is always room to end what was begun.
class JournalTest {

    private static final int SEGMENT = 256 << 10;
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");
    private static final String LONGEST_NAME = "\ud83d\ude00".repeat(256);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void whatGoesInComesOutInOrderOverManySegmentsAndOpenings(Fsync fsync) {
        var entries = new ArrayList<Entry>();
        for (int opening = 0; opening < 3; opening++) {
            try (var journal = open(settings(fsync, 100))) {
                for (int at = 0; at < (fsync == Fsync.ALWAYS ? 50 : 500); at++) {
                    var key = new AttemptKey(UUID.randomUUID(), at);
                    var opened = new Entry.Opened(intent(key, "caller", List.of("a", "b")));
                    var progressed = new Entry.Progressed(key, progress(), NOON);
                    var settled = new Entry.Settled(key, settlement("stop"), charge());
                    entries.addAll(List.of(opened, progressed, settled));
                    journal.begin(opened);
                    journal.add(progressed);
                    journal.end(settled);
                }
                assertThat(read(journal)).isEqualTo(entries);
            }
        }
    }

    @Test
    void everyKindOfEntryReadsAsItWasWritten() {
        var key = new AttemptKey(UUID.randomUUID(), 0);
        var bare = new Intent(key,
                new Intent.Identity("", "", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                new Intent.Who("", Optional.empty(), Optional.empty(), Optional.empty(), List.of()),
                new Intent.What("", Operation.RERANK, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                        false),
                Instant.parse("1969-12-31T23:59:59.999999Z"));
        var full = intent(key, LONGEST_NAME, List.of());
        for (var entry : List.of(new Entry.Opened(bare), new Entry.Opened(full),
                new Entry.Refused(full, Settlement.refused(ErrorType.LIMIT, 429, NOON)),
                new Entry.Carried(bare, progress(), NOON),
                new Entry.Carried(full, new Progress(Optional.empty(), Optional.empty(),
                        Tokens.UNKNOWN), NOON),
                new Entry.Settled(key, settlement("\u0000x"), Optional.empty()),
                new Entry.Refused(bare, Settlement.refused(ErrorType.LIMIT, 429, NOON)))) {
            assertThat(EntryReader.read(EntryWriter.bytes(entry))).isEqualTo(entry);
        }
        assertThatThrownBy(() -> EntryReader.read(new byte[]{9, 9})).hasMessageContaining("kind 9");
        assertThatThrownBy(() -> EntryReader.read(new byte[]{1, 9})).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void entriesOfTheFirstFormatReadWithoutACallersSpan() {
        var intent = "AZXwAAAAcACAAAAAAAAAAQAAAAEAAXIAAWcBAAF0AQABcwEAAXAAAWMBAAFrAAABAAFhAAgvdjEvY2hhdAAEQ0hBVAABAAFvAAEAAW0BAAZL9TWw8kA=";
        var key = new AttemptKey(UUID.fromString("0195f000-0000-7000-8000-000000000001"), 1);
        var expected = new Intent(key,
                new Intent.Identity("r", "g", Optional.of("t"), Optional.of("s"), Optional.of("p"), Optional.empty()),
                new Intent.Who("c", Optional.of("k"), Optional.empty(), Optional.empty(), List.of("a")),
                new Intent.What("/v1/chat", Operation.CHAT, Optional.empty(), Optional.of("o"), Optional.empty(),
                        Optional.of("m"), true),
                NOON);
        assertThat(EntryReader.read(written(1, intent, ""))).isEqualTo(new Entry.Opened(expected));
        assertThat(EntryReader.read(written(3, intent, "AAZL9TWw8kABAAZL9TWw8kAAAAAAAAAABE5PTkU="))).isEqualTo(new Entry.Carried(
                expected, new Progress(Optional.of(NOON), Optional.empty(), Tokens.UNKNOWN), NOON));
        var refused = written(5, intent, "AAdSRUZVU0VEAQAFTElNSVQAAQAAAa0AAAAGS/U1sPJAAAAAAAAABE5PTkUAAA==");
        assertThat(EntryReader.read(refused))
                .isEqualTo(new Entry.Refused(expected, Settlement.refused(ErrorType.LIMIT, 429, NOON)));
        assertThat(EntryReader.ended(refused)).contains(key);
    }

    @Test
    void theLongestSettlementFitsIntoTheRoomThatIsKeptForIt() {
        var longest = new Entry.Settled(new AttemptKey(UUID.randomUUID(), 1), settlement(LONGEST_NAME), charge());
        assertThat(Records.framed(EntryWriter.bytes(longest).length)).isLessThanOrEqualTo(Journal.SETTLEMENT);
    }

    @Test
    void whatWasBegunCanBeEndedWhenTheJournalIsFull() {
        try (var journal = open(settings(Fsync.OS, 4))) {
            var begun = new ArrayList<AttemptKey>();
            assertThatThrownBy(() -> {
                while (begun.size() < 10_000) {
                    var key = new AttemptKey(UUID.randomUUID(), 1);
                    journal.begin(
                            new Entry.Opened(intent(key, LONGEST_NAME, Collections.nCopies(16, LONGEST_NAME.substring(0, 128)))));
                    begun.add(key);
                }
            }).hasMessageContaining("the journal is full").isInstanceOfSatisfying(LedgerException.class,
                    failure -> assertThat(failure.code()).isEqualTo(LedgerException.Code.UNRECORDABLE));
            assertThat(begun).hasSizeGreaterThan(20);
            begun.forEach(key -> journal.end(new Entry.Settled(key, settlement(LONGEST_NAME), charge())));
            assertThat(read(journal)).hasSize(2 * begun.size());
            assertThat(journal.bytes()).isLessThanOrEqualTo(4L * SEGMENT);
        }
    }

    @Test
    void aFullJournalAcceptsAgainOnceASegmentIsDropped() {
        try (var journal = open(settings(Fsync.OS, 4))) {
            assertThatThrownBy(() -> fill(journal)).hasMessageContaining("the journal is full");
            assertThat(journal.drop(journal.numbers().iterator().next())).isTrue();
            journal.add(new Entry.Opened(intent(new AttemptKey(UUID.randomUUID(), 1), "x", List.of())));
        }
    }

    @Test
    void aTornTailIsCutOffAndWhatLiesBeforeItIsThere() throws IOException {
        Position last;
        try (var journal = open(settings(Fsync.OS, 10))) {
            for (int at = 0; at < 10; at++) {
                journal.add(new Entry.Opened(intent(new AttemptKey(UUID.randomUUID(), at), "x", List.of())));
            }
            last = journal.end();
        }
        try (var file = new RandomAccessFile(firstFile().toFile(), "rw")) {
            file.seek(last.offset() - 20);
            file.write(new byte[]{1, 2, 3, 4});
        }
        try (var journal = open(settings(Fsync.OS, 10))) {
            assertThat(read(journal)).extracting(entry -> entry.key().attempt()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
            var after = new Entry.Opened(intent(new AttemptKey(UUID.randomUUID(), 99), "after", List.of()));
            journal.add(after);
            assertThat(read(journal)).last().isEqualTo(after);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "something else entirely"})
    void aFileThatIsNoneOfTheJournalsIsNamed(String content) throws IOException {
        Files.writeString(directory.resolve("segment-0000000000000001.log"), content);
        assertThatThrownBy(() -> open(settings(Fsync.OS, 10))).hasMessageContaining("segment-0000000000000001.log")
                .isInstanceOfSatisfying(LedgerException.class,
                        failure -> assertThat(failure.code()).isEqualTo(LedgerException.Code.CANNOT_OPEN));
    }

    /// As a loss of power may leave a file that was made and not forced.
    @ParameterizedTest
    @ValueSource(ints = {0, 5, 8, 16, 5003, SEGMENT})
    void aFileOfWhichALossOfPowerHasLeftNothingIsRemovedAndTheOthersAreRead(int length) throws IOException {
        var before = new Entry.Opened(intent(new AttemptKey(UUID.randomUUID(), 1), "before", List.of()));
        try (var journal = open(settings(Fsync.OS, 10))) {
            journal.add(before);
        }
        var hollow = Files.write(directory.resolve("segment-0000000000000002.log"), new byte[length]);
        var after = new Entry.Progressed(before.key(), progress(), NOON);
        try (var journal = open(settings(Fsync.OS, 10))) {
            assertThat(read(journal)).containsExactly(before);
            journal.add(after);
        }
        assertThat(hollow).as("its number is given anew").hasSize(SEGMENT);
        try (var journal = open(settings(Fsync.OS, 10))) {
            assertThat(read(journal)).containsExactly(before, after);
        }
    }

    @Test
    void aFileThatHasLostItsBeginningAloneIsPutAsideWithWhatIsLeftOfIt() throws IOException {
        for (int opening = 0; opening < 2; opening++) {
            var rest = new byte[SEGMENT];
            rest[5000 + opening] = 1;
            Files.write(directory.resolve("segment-0000000000000001.log"), rest);
            try (var journal = open(settings(Fsync.OS, 10))) {
                assertThat(read(journal)).isEmpty();
                journal.add(new Entry.Progressed(new AttemptKey(UUID.randomUUID(), 1), progress(), NOON));
                assertThat(read(journal)).hasSize(1);
            }
            assertThat(directory.resolve("segment-0000000000000001.log.hollow" + (opening == 0 ? "" : "-2")))
                    .hasBinaryContent(rest);
        }
    }

    /// The database is forced when it is closed, and must not be ahead of the journal then.
    @ParameterizedTest
    @EnumSource
    void whatWasWrittenIsOnTheDiskOnceItIsClosed(Fsync fsync) {
        var forced = new AtomicInteger();
        try (var journal = Journal.open(directory, settings(fsync, 10), 0, forcing -> {
            forcing.run();
            forced.incrementAndGet();
        })) {
            journal.add(new Entry.Opened(intent(new AttemptKey(UUID.randomUUID(), 1), "x", List.of())));
            assertThat(forced.get()).isBetween(0, fsync == Fsync.OS ? 0 : Integer.MAX_VALUE);
        }
        assertThat(forced.get()).isPositive();
    }

    @Test
    void manyThreadsWriteWholeEntriesWhileOneReads() throws InterruptedException {
        try (var journal = open(settings(Fsync.ALWAYS, 400))) {
            var reader = journal.reader();
            int seen = 0;
            try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int writer = 0; writer < 16; writer++) {
                    writers.submit(() -> {
                        for (int at = 0; at < 50; at++) {
                            journal.add(new Entry.Opened(intent(new AttemptKey(UUID.randomUUID(), at), "x", List.of())));
                        }
                    });
                }
                while (seen < 800) {
                    var written = reader.next();
                    written.ifPresent(record -> EntryReader.read(record.bytes()));
                    seen += written.isPresent() ? 1 : 0;
                }
            }
            assertThat(reader.next()).isEmpty();
        }
    }

    private static void fill(Journal journal) {
        for (int at = 0; at < 100_000; at++) {
            journal.add(new Entry.Opened(intent(new AttemptKey(UUID.randomUUID(), 1), "x", List.of())));
        }
    }

    private Path firstFile() throws IOException {
        try (var files = Files.list(directory)) {
            return files.sorted().findFirst().orElseThrow();
        }
    }

    private Journal open(JournalSettings settings) {
        return Journal.open(directory, settings, 0);
    }

    private static JournalSettings settings(Fsync fsync, int segments) {
        return new JournalSettings(Optional.empty(), fsync, SEGMENT, (long) segments * SEGMENT);
    }

    private static List<Entry> read(Journal journal) {
        var entries = new ArrayList<Entry>();
        var reader = journal.reader();
        for (var written = reader.next(); written.isPresent(); written = reader.next()) {
            entries.add(EntryReader.read(written.get().bytes()));
        }
        return entries;
    }

    private static Intent intent(AttemptKey key, String name, List<String> tags) {
        var some = Optional.of(name);
        return new Intent(key, new Intent.Identity(name, name, some, some, some, some),
                new Intent.Who(name, some, some, some, tags),
                new Intent.What(name, Operation.CHAT, some, some, some, some, true), NOON);
    }

    /// A record as an earlier version has left it.
    private static byte[] written(int kind, String intent, String more) {
        var bytes = new ByteArrayOutputStream();
        bytes.write(kind);
        bytes.writeBytes(Base64.getDecoder().decode(intent));
        bytes.writeBytes(Base64.getDecoder().decode(more));
        return bytes.toByteArray();
    }

    private static Progress progress() {
        return new Progress(Optional.of(NOON), Optional.of(NOON.plusMillis(1)),
                new Tokens(OptionalLong.of(0), OptionalLong.empty(),
                        OptionalLong.empty(), OptionalLong.of(Long.MAX_VALUE), OptionalLong.empty(), UsageSource.ESTIMATED));
    }

    private static Settlement settlement(String name) {
        return new Settlement(Status.OK, Optional.empty(), Optional.of(name), OptionalInt.of(200), Optional.of(NOON),
                Optional.of(NOON), NOON,
                new Tokens(OptionalLong.of(1), OptionalLong.of(2), OptionalLong.of(3), OptionalLong.of(4),
                        OptionalLong.of(5), UsageSource.PROVIDER),
                Optional.of(name), Optional.of(name));
    }

    private static Optional<PriceBook.Charge> charge() {
        return Optional
                .of(new PriceBook.Charge(new Cost(new BigDecimal("999999999999.123456789012345678"), "USD"), "f".repeat(64)));
    }
}
