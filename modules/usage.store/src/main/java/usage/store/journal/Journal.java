package usage.store.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import usage.store.AttemptKey;
import usage.store.JournalSettings;
import usage.store.LedgerException;

/// The append-only log in front of the tables: segments in a directory, of which the last is written.
///
/// Appending is a copy into mapped memory under a lock, a microsecond or so; it never waits for a disk, except where
/// [JournalSettings.Fsync#ALWAYS] asks for that, and then all who wait share it. An intent is accepted only where there is
/// room, in files that exist, for it *and* for one settlement of every attempt in flight: whatever happens to the disk, what
/// was begun can be ended.
public final class Journal implements AutoCloseable {

    /// Bytes kept free for the settlement of each attempt in flight: more than the longest one takes.
    public static final int SETTLEMENT = 6 << 10;

    /// What came of the try to append.
    ///
    /// @param position the place behind the entry, where nothing was lacking
    /// @param lacking how many more spare segments it takes
    private record Placed(Position position, int lacking) {}

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final SegmentChain segments;
    private final Spares spares;
    private final Room room;
    private final Disk disk;
    private final Syncer syncer;
    private final ReentrantLock lock = new ReentrantLock();
    private Segment current;
    private long reserved;
    private boolean closed;

    private Journal(Path directory, JournalSettings settings, long after, Disk disk) throws IOException {
        var files = new SegmentFiles(Files.createDirectories(directory));
        segments = SegmentChain.open(files);
        long next = 1 + Math.max(after, segments.numbers().stream().reduce(0L, Math::max));
        current = files.create(next, settings.segmentBytes());
        segments.add(current);
        spares = new Spares(files, settings.segmentBytes(), next + 1,
                settings.maxBytes() / settings.segmentBytes() - segments.size());
        room = new Room(settings, segments, spares);
        this.disk = disk;
        syncer = new Syncer(settings.fsync(), this::force);
        spares.want(1);
    }

    /// Opens the journal of a directory, which is made where it does not exist. What an earlier process wrote can be read;
    /// what is written goes into a new segment.
    ///
    /// @param after a number below that of the new segment
    /// @throws LedgerException `cannot_open`
    public static Journal open(Path directory, JournalSettings settings, long after) {
        return open(directory, settings, after, Disk.REAL);
    }

    /// The same, with a disk of its own.
    public static Journal open(Path directory, JournalSettings settings, long after, Disk disk) {
        try {
            return new Journal(directory, settings, after, disk);
        } catch (IOException failure) {
            throw new LedgerException(LedgerException.Code.CANNOT_OPEN,
                    "the journal in " + directory + " cannot be opened: " + failure.getMessage(), failure);
        }
    }

    /// Appends an entry that a settlement will follow, and reserves the room for that.
    ///
    /// @throws LedgerException `unrecordable` where there is no room; nothing is then written
    public Appended begin(Entry entry) {
        return add(entry, SETTLEMENT);
    }

    /// Appends an entry that stands alone.
    ///
    /// @throws LedgerException `unrecordable` where there is no room; nothing is then written
    public Appended add(Entry entry) {
        return add(entry, 0);
    }

    /// Appends the settlement of an entry that was begun, in the room that was reserved for it. What happened has happened: it
    /// is taken also where the disk refuses it.
    public Position end(Entry.Settled entry) {
        var record = EntryWriter.bytes(entry);
        int checksum = Records.checksum(record);
        Position position;
        lock.lock();
        try {
            requireOpen(entry);
            position = append(record, checksum);
            reserved -= SETTLEMENT;
        } finally {
            lock.unlock();
        }
        syncer.written(position);
        return position;
    }

    private Appended add(Entry entry, int reservation) {
        var record = EntryWriter.bytes(entry);
        int checksum = Records.checksum(record);
        syncer.trouble().ifPresent(trouble -> {
            throw unrecordable(entry, trouble);
        });
        long until = System.nanoTime() + PATIENCE.toNanos();
        for (var placed = place(entry, record, checksum, reservation);; placed = place(entry, record, checksum, reservation)) {
            if (placed.lacking() == 0) {
                return new Appended(placed.position(), syncer.written(placed.position())
                        ? Optional.empty()
                        : Optional.of(unrecordable(entry, syncer.trouble().orElse("the ledger is closed"))));
            }
            room.await(placed.lacking(), Duration.ofNanos(until - System.nanoTime())).ifPresent(trouble -> {
                throw unrecordable(entry, trouble);
            });
        }
    }

    private Placed place(Entry entry, byte[] record, int checksum, int reservation) {
        lock.lock();
        try {
            requireOpen(entry);
            int lacking = room.lacking(reserved + Records.framed(record.length) + reservation, current.room());
            if (lacking > 0) {
                return new Placed(Position.START, lacking);
            }
            reserved += reservation;
            return new Placed(append(record, checksum), 0);
        } finally {
            lock.unlock();
        }
    }

    private Position append(byte[] record, int checksum) {
        if (Records.framed(record.length) > current.room() - Records.FRAME) {
            var next = spares.take(PATIENCE).orElseThrow(() -> new LedgerException(LedgerException.Code.UNRECORDABLE,
                    "the journal has no room: " + spares.trouble()));
            segments.add(next);
            current.seal();
            current = next;
        }
        current.append(record, checksum);
        return new Position(current.number(), current.end());
    }

    private void requireOpen(Entry entry) {
        if (closed) {
            throw unrecordable(entry, "the ledger is closed");
        }
    }

    private static LedgerException unrecordable(Entry entry, String reason) {
        return new LedgerException(LedgerException.Code.UNRECORDABLE,
                "attempt " + entry.key() + " cannot be recorded: " + reason);
    }

    /// Where the next entry goes.
    public Position end() {
        lock.lock();
        try {
            return new Position(current.number(), current.end());
        } finally {
            lock.unlock();
        }
    }

    /// A reader that begins with the oldest record.
    public JournalReader reader() {
        return segments.reader();
    }

    /// The attempts that ended in a segment.
    public List<AttemptKey> ended(long number) {
        return segments.ended(number);
    }

    /// Numbers of the segments that are there, the one being written included.
    public List<Long> numbers() {
        return segments.numbers();
    }

    /// Whether what lies before a place in a segment can be read to there.
    public boolean reaches(Position place) {
        return segments.reaches(place);
    }

    /// Forces all that was written so far to the disk, whatever the mode.
    ///
    /// @throws java.io.UncheckedIOException where the disk does not take it
    public void force() {
        syncer.force();
    }

    /// Bytes of all files.
    public long bytes() {
        return room.bytes();
    }

    /// For whoever reads segments: none is dropped until the answer is closed. Several may do so at the same time.
    public Kept keep() {
        return segments.keeping().keep();
    }

    /// Whether a segment could be dropped now. Where somebody reads, it can before anybody else begins to.
    public boolean mayDrop() {
        return segments.keeping().mayGo();
    }

    /// Copies the journal as it is now into a directory, to be opened from there: a file for each segment, without the room
    /// behind its records. While it is [kept][#keep].
    ///
    /// @return how many segments it has
    public int copyTo(Path directory) throws IOException {
        return segments.copyTo(directory, end());
    }

    /// Removes a segment that nobody needs any more.
    ///
    /// @return whether it is gone; not while somebody reads
    public boolean drop(long number) {
        boolean isGone = segments.drop(number);
        if (isGone) {
            room.dropped();
        }
        return isGone;
    }

    private Position force(Position from) {
        var to = end();
        disk.take(() -> segments.force(from, to));
        return to;
    }

    /// Accepts nothing more; what is there stays for the next opening.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        room.close();
        syncer.close();
        spares.close();
        segments.close();
    }
}
