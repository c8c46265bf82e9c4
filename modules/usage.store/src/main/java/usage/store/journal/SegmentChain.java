package usage.store.journal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import usage.store.AttemptKey;

/// The segments that there are, in the order of their numbers; the last one is being written.
final class SegmentChain implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(SegmentChain.class.getName());

    private final NavigableMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
    private final Keeping keeping = new Keeping();
    // No segment goes while it is being forced, which never takes long; hence that keeps none otherwise.
    private final ReentrantLock forcing = new ReentrantLock();

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

    /// Who reads segments that may be dropped meanwhile.
    Keeping keeping() {
        return keeping;
    }

    /// Copies what lies before `end` into a directory, a file for each segment. While they are kept.
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
        forcing.lock();
        try {
            segments.tailMap(from.segment(), true).headMap(to.segment(), true).values().forEach(segment -> {
                int begin = segment.number() == from.segment() ? from.offset() : 0;
                int end = segment.number() == to.segment() ? to.offset() : segment.end();
                if (end > begin) {
                    segment.force(begin, end);
                }
            });
        } finally {
            forcing.unlock();
        }
    }

    /// Removes a segment, and its file.
    ///
    /// @return whether it is gone; not while somebody reads
    boolean drop(long number) {
        return keeping.letGo(() -> {
            forcing.lock();
            try {
                segments.remove(number).delete();
            } finally {
                forcing.unlock();
            }
        });
    }

    @Override
    public void close() {
        keeping.letAllGo(() -> segments.values().forEach(Segment::close));
    }
}
