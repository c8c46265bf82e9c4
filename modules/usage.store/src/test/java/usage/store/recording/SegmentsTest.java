package usage.store.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import usage.store.AttemptKey;
import usage.store.ErrorType;
import usage.store.Intent;
import usage.store.JournalSettings;
import usage.store.Operation;
import usage.store.Settlement;
import usage.store.h2.Database;
import usage.store.h2.WriteLane;
import usage.store.journal.Entry;
import usage.store.journal.Journal;
import usage.store.journal.KeyFiles;
import usage.store.journal.LineFile;
import usage.store.journal.Manifests;
import usage.store.journal.Position;

/// Which files of the journal may go.
class SegmentsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final JournalSettings SMALL = new JournalSettings(Optional.empty(), JournalSettings.Fsync.OS, 256 << 10,
            4 << 20);

    @TempDir
    private Path directory;
    private final AtomicBoolean broken = new AtomicBoolean();
    private final AtomicInteger forced = new AtomicInteger();
    private Database database;
    private WriteLane lane;
    private Journal journal;
    private Backlog backlog;
    private Segments segments;

    @BeforeEach
    void open() {
        database = Database.open(directory);
        lane = new WriteLane(database, connection -> Position.START);
        journal = Journal.open(directory.resolve("journal"), SMALL, 0, this::take);
        backlog = new Backlog(journal, Position.START, LostEnds.NONE);
        segments = new Segments(journal, new Manifests(new LineFile(directory.resolve("manifest.tsv"))),
                new KeyFiles(directory.resolve("keys")), backlog, new OpenAttempts(), lane);
        while (journal.numbers().size() < 3) {
            journal.add(refused());
        }
        while (backlog.next(1000).size() > 0) {
            assertThat(journal.numbers()).hasSize(3);
        }
    }

    @AfterEach
    void close() {
        journal.close();
        lane.close();
        database.close();
    }

    @Test
    void nothingGoesOnTheWordOfADatabaseThatHasForgottenWhatItTook() {
        var end = journal.end();
        write(new Position(2, 0));
        assertThat(segments.dropBefore(end, end)).isFalse();
        assertThat(journal.numbers()).hasSize(3);
        write(end);
        assertThat(segments.dropBefore(end, end)).isTrue();
        assertThat(journal.numbers()).containsExactly(end.segment());
    }

    @Test
    void nothingGoesWhereTheDatabaseCannotBeForcedToTheDisk() {
        var end = journal.end();
        write(end);
        lane.close();
        assertThat(segments.dropBefore(end, end)).isFalse();
        assertThat(journal.numbers()).hasSize(3);
    }

    @Test
    void nothingGoesWhereTheJournalItselfCannotBeForcedToTheDisk() {
        var end = journal.end();
        write(end);
        broken.set(true);
        assertThat(segments.dropBefore(end, end)).isFalse();
        assertThat(journal.numbers()).hasSize(3);
        broken.set(false);
        assertThat(segments.dropBefore(end, end)).isTrue();
    }

    @Test
    void whileSomebodyReadsTheJournalNothingDearIsTried() {
        var end = journal.end();
        write(end);
        var kept = journal.keep();
        try (kept) {
            assertThat(segments.dropBefore(end, end)).isFalse();
        }
        assertThat(forced.get()).isZero();
        assertThat(directory.resolve("keys")).doesNotExist();
        assertThat(segments.dropBefore(end, end)).isTrue();
    }

    /// A hundred tries follow here within what is a second at most on any machine that is not standing still.
    @Test
    void afterATryThatCameToNothingThereIsAPause() {
        var end = journal.end();
        write(end);
        broken.set(true);
        for (int round = 0; round < 100; round++) {
            assertThat(segments.dropInTime(end, end)).isFalse();
        }
        assertThat(forced.get()).isBetween(1, 10);
        broken.set(false);
        assertThat(segments.dropBefore(end, end)).as("the last one, when the ledger is closed").isTrue();
    }

    private void take(Runnable forcing) {
        forced.incrementAndGet();
        if (broken.get()) {
            throw new UncheckedIOException(new IOException("no disk any more"));
        }
        forcing.run();
    }

    private void write(Position mark) {
        lane.write("the mark", connection -> {
            JournalMark.write(connection, mark);
            return mark;
        }, done -> {});
    }

    private static Entry refused() {
        var intent = new Intent(new AttemptKey(UUID.randomUUID(), 0),
                new Intent.Identity("request", "group", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                new Intent.Who("caller", Optional.empty(), Optional.empty(), Optional.empty(), List.of()),
                new Intent.What("/v1/chat", Operation.CHAT, Optional.empty(), Optional.empty(), Optional.empty(),
                        Optional.empty(), false),
                NOON);
        return new Entry.Refused(intent, Settlement.refused(ErrorType.LIMIT, 429, NOON));
    }
}
