package usage.store.journal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import usage.store.AttemptKey;

/// The segments that there are, in the order of their numbers; the last one is being written.
final class SegmentChain implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(SegmentChain.class.getName());

    private final NavigableMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
    // Whoever reads segments that may be dropped meanwhile holds it for reading, together with others; a segment goes under
    // the lock for writing.
    private final ReentrantReadWriteLock keeping = new ReentrantReadWriteLock();

    /// What an earlier process wrote.
    static SegmentChain open(SegmentFiles files) throws IOException {
        var chain = new SegmentChain();
        for (var file : files.present()) {
            if (HollowFiles.clear(file)) {
                continue;
            }
            var segment = Segment.open(file);
            if (segment.isTorn()) {
                LOG.log(Level.WARNING, "{0} ends in a torn write at byte {1}, which is cut off", file,
                        String.valueOf(segment.end()));
            }
            chain.add(segment);
        }
        return chain;
    }

    void add(Segment segment) {
        segments.put(segment.number(), segment);
    }

    int size() {
        return segments.size();
    }

    List<Long> numbers() {
        return List.copyOf(segments.keySet());
    }

    /// Whether that segment is there, with records up to that place.
    boolean reaches(Position place) {
        return Optional.ofNullable(segments.get(place.segment())).filter(segment -> segment.end() >= place.offset()).isPresent();
    }

    /// A reader that begins with the oldest record.
    JournalReader reader() {
        return new JournalReader(segments, Position.START);
    }

    /// The attempts that ended in a segment.
    List<AttemptKey> ended(long number) {
        var reader = new JournalReader(segments, new Position(number, 0));
        return Stream.generate(reader::next).map(written -> written.filter(one -> one.segment() == number))
                .takeWhile(Optional::isPresent).flatMap(written -> EntryReader.ended(written.get().bytes()).stream()).toList();
    }

    /// Runs what reads segments, none of which is dropped meanwhile. Several may do so at the same time.
    <T> T keeping(Supplier<T> reading) {
        keeping.readLock().lock();
        try {
            return reading.get();
        } finally {
            keeping.readLock().unlock();
        }
    }

    /// Copies what lies before `end` into a directory, a file for each segment. To be run by [#keeping].
    ///
    /// @return how many segments it has
    int copyTo(Path directory, Position end) throws IOException {
        Files.createDirectories(directory);
        var copied = segments.headMap(end.segment(), true).values();
        for (var segment : copied) {
            segment.copyTo(directory.resolve(segment.file().getFileName()),
                    segment.number() == end.segment() ? end.offset() : segment.end());
        }
        return copied.size();
    }

    /// Forces what lies between two places to the disk.
    void force(Position from, Position to) {
        keeping(() -> {
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

    /// Removes a segment, and its file.
    ///
    /// @return whether it is gone; not while somebody reads
    boolean drop(long number) {
        if (!keeping.writeLock().tryLock()) {
            return false;
        }
        try {
            segments.remove(number).delete();
            return true;
        } finally {
            keeping.writeLock().unlock();
        }
    }

    @Override
    public void close() {
        keeping.writeLock().lock();
        try {
            segments.values().forEach(Segment::close);
        } finally {
            keeping.writeLock().unlock();
        }
    }
}
