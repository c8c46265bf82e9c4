package usage.store.journal;

import java.util.NavigableMap;
import java.util.Optional;

/// Reads a journal from some place on, also while it is being written. For one thread.
public final class JournalReader {

    /// A record.
    ///
    /// @param segment number of its file
    /// @param next the place behind it
    /// @param bytes an entry, by [EntryReader]
    public record Written(long segment, Position next, byte[] bytes) {}

    private final NavigableMap<Long, Segment> segments;
    private Position position;

    JournalReader(NavigableMap<Long, Segment> segments, Position position) {
        this.segments = segments;
        this.position = position;
    }

    /// The next record; empty where there is none yet.
    public Optional<Written> next() {
        while (true) {
            var at = position.segment();
            var segment = segments.get(at);
            if (segment != null) {
                boolean last = segment.isSealed();
                int offset = Math.max(position.offset(), Segment.BEGINNING);
                if (offset < segment.end()) {
                    return Optional.of(read(segment, offset));
                }
                if (!last) {
                    return Optional.empty();
                }
            }
            var following = segments.higherKey(at);
            if (following == null) {
                return Optional.empty();
            }
            position = new Position(following, Segment.BEGINNING);
        }
    }

    /// The place behind what was read.
    public Position position() {
        return position;
    }

    private Written read(Segment segment, int offset) {
        var bytes = segment.record(offset);
        position = new Position(segment.number(), offset + Records.framed(bytes.length));
        return new Written(segment.number(), position, bytes);
    }
}
