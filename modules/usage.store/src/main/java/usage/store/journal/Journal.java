package usage.store.journal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import usage.store.AttemptKey;
import usage.store.JournalSettings;
import usage.store.LedgerException;
import usage.store.h2.Threads;

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

    private static final System.Logger LOG = System.getLogger(Journal.class.getName());
    /// More than the longest entry takes; so much may stay empty at the end of a segment.
    private static final int LONGEST = 32 << 10;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final NavigableMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
    private final JournalSettings settings;
    private final Spares spares;
    private final Syncer syncer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition dropped = lock.newCondition();
    // Whoever reads segments that may be dropped meanwhile holds it for reading, together with others; a segment goes under
    // the lock for writing.
    private final ReentrantReadWriteLock keeping = new ReentrantReadWriteLock();
    private Segment current;
    private long reserved;
    private boolean closed;

    private Journal(Path directory, JournalSettings settings, long after) throws IOException {
        this.settings = settings;
        var files = new SegmentFiles(Files.createDirectories(directory));
        for (var file : files.present()) {
            var segment = Segment.open(file);
            if (segment.isTorn()) {
                LOG.log(Level.WARNING, "{0} ends in a torn write at byte {1}, which is cut off", file,
                        String.valueOf(segment.end()));
            }
            segments.put(segment.number(), segment);
        }
        long next = 1 + Math.max(after, segments.isEmpty() ? 0 : segments.lastKey());
        current = files.create(next, settings.segmentBytes());
        segments.put(next, current);
        spares = new Spares(files, settings.segmentBytes(), next + 1,
                settings.maxBytes() / settings.segmentBytes() - segments.size());
        syncer = new Syncer(settings.fsync(), this::force);
        spares.want(1);
    }

    /// Opens the journal of a directory, which is made where it does not exist. What an earlier process wrote can be read;
    /// what is written goes into a new segment.
    ///
    /// @param after a number below that of the new segment
    /// @throws LedgerException `cannot_open`
    public static Journal open(Path directory, JournalSettings settings, long after) {
        try {
            return new Journal(directory, settings, after);
        } catch (IOException failure) {
            throw new LedgerException(LedgerException.Code.CANNOT_OPEN,
                    "the journal in " + directory + " cannot be opened: " + failure.getMessage(), failure);
        }
    }

    /// Appends an entry that a settlement will follow, and reserves the room for that.
    ///
    /// @throws LedgerException `unrecordable` where there is no room; nothing is then written
    public Position begin(Entry entry) {
        return add(entry, SETTLEMENT);
    }

    /// Appends an entry that stands alone.
    ///
    /// @throws LedgerException `unrecordable` where there is no room; nothing is then written
    public Position add(Entry entry) {
        return add(entry, 0);
    }

    /// Appends the settlement of an entry that was begun, in the room that was reserved for it.
    public Position end(Entry.Settled entry) {
        var record = EntryWriter.bytes(entry);
        int checksum = Segment.checksum(record);
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
        return new JournalReader(segments, Position.START);
    }

    /// The attempts that ended in a segment.
    public List<AttemptKey> ended(long number) {
        var reader = new JournalReader(segments, new Position(number, 0));
        return Stream.generate(reader::next).map(written -> written.filter(one -> one.segment() == number))
                .takeWhile(Optional::isPresent).flatMap(written -> EntryReader.ended(written.get().bytes()).stream()).toList();
    }

    /// Numbers of the segments that are there, the one being written included.
    public Collection<Long> numbers() {
        return List.copyOf(segments.keySet());
    }

    /// Bytes of all files.
    public long bytes() {
        return (long) (segments.size() + spares.count()) * settings.segmentBytes();
    }

    /// Runs what reads segments, none of which is dropped meanwhile. Several may do so at the same time.
    public <T> T keeping(Supplier<T> reading) {
        keeping.readLock().lock();
        try {
            return reading.get();
        } finally {
            keeping.readLock().unlock();
        }
    }

    /// Copies the journal as it is now into a directory, to be opened from there: a file for each segment, without the room
    /// behind its records. To be run by [#keeping].
    ///
    /// @return how many segments it has
    public int copyTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        var end = end();
        var copied = segments.headMap(end.segment(), true).values();
        for (var segment : copied) {
            segment.copyTo(directory.resolve(segment.file().getFileName()),
                    segment.number() == end.segment() ? end.offset() : segment.end());
        }
        return copied.size();
    }

    /// Removes a segment that nobody needs any more.
    ///
    /// @return whether it is gone; not while somebody reads
    public boolean drop(long number) {
        if (!keeping.writeLock().tryLock()) {
            return false;
        }
        try {
            segments.remove(number).delete();
        } finally {
            keeping.writeLock().unlock();
        }
        spares.allowOneMore();
        lock.lock();
        try {
            dropped.signalAll();
        } finally {
            lock.unlock();
        }
        return true;
    }

    private Position add(Entry entry, int reservation) {
        var record = EntryWriter.bytes(entry);
        int checksum = Segment.checksum(record);
        syncer.trouble().ifPresent(trouble -> {
            throw unrecordable(entry, trouble);
        });
        long until = System.nanoTime() + PATIENCE.toNanos();
        for (var placed = place(entry, record, checksum, reservation);; placed = place(entry, record, checksum, reservation)) {
            if (placed.lacking() == 0) {
                syncer.written(placed.position());
                return placed.position();
            }
            makeRoom(entry, placed.lacking(), until - System.nanoTime());
        }
    }

    private Placed place(Entry entry, byte[] record, int checksum, int reservation) {
        lock.lock();
        try {
            requireOpen(entry);
            int lacking = lacking(Segment.framed(record.length) + (long) reservation);
            if (lacking > 0) {
                return new Placed(Position.START, lacking);
            }
            reserved += reservation;
            return new Placed(append(record, checksum), 0);
        } finally {
            lock.unlock();
        }
    }

    /// How many more spare segments it takes until there is room for `bytes` besides what is reserved.
    private int lacking(long bytes) {
        long each = settings.segmentBytes() - Segment.HEADER - LONGEST;
        long missing = reserved + bytes - Math.max(0, current.room() - LONGEST);
        int needed = (int) (Math.max(0, missing + each - 1) / each);
        // One more than needed is prepared ahead.
        spares.want(Math.min(needed + 1, most()));
        return Math.max(0, needed - spares.count());
    }

    private int most() {
        return (int) Math.max(0, settings.maxBytes() / settings.segmentBytes() - segments.size());
    }

    /// Waits for what may make room: a file that is being made, or one that goes.
    private void makeRoom(Entry entry, int lacking, long patience) {
        int needed = spares.count() + lacking;
        boolean isFull = needed > most();
        if (patience <= 0) {
            throw unrecordable(entry, isFull
                    ? "the journal is full: " + bytes() + " bytes wait for the database"
                    : spares.trouble());
        }
        if (isFull) {
            awaitDrop(patience);
        } else if (!spares.awaitCount(needed, Duration.ofNanos(patience))) {
            throw unrecordable(entry, spares.trouble());
        }
    }

    private void awaitDrop(long patience) {
        int before = segments.size();
        lock.lock();
        try {
            Threads.await(dropped, Duration.ofNanos(patience), () -> segments.size() < before || closed);
        } finally {
            lock.unlock();
        }
    }

    private Position append(byte[] record, int checksum) {
        if (Segment.framed(record.length) > current.room() - Segment.FRAME) {
            var next = spares.take(PATIENCE).orElseThrow(() -> new LedgerException(LedgerException.Code.UNRECORDABLE,
                    "the journal has no room: " + spares.trouble()));
            segments.put(next.number(), next);
            current.seal();
            current = next;
        }
        current.append(record, checksum);
        return new Position(current.number(), current.end());
    }

    private Position force(Position from) {
        var to = end();
        return keeping(() -> {
            segments.tailMap(from.segment(), true).headMap(to.segment(), true).values().forEach(segment -> {
                int begin = segment.number() == from.segment() ? from.offset() : 0;
                int end = segment.number() == to.segment() ? to.offset() : segment.end();
                if (end > begin) {
                    segment.force(begin, end);
                }
            });
            return to;
        });
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

    /// Accepts nothing more; what is there stays for the next opening.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        syncer.close();
        spares.close();
        keeping.writeLock().lock();
        try {
            segments.values().forEach(Segment::close);
        } finally {
            keeping.writeLock().unlock();
        }
    }
}
