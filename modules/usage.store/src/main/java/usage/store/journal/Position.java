package usage.store.journal;

/// A place between two entries of the journal.
///
/// @param segment number of the file
/// @param offset bytes from its beginning
public record Position(long segment, int offset) implements Comparable<Position> {

    /// Before everything.
    public static final Position START = new Position(0, 0);

    @Override
    public int compareTo(Position other) {
        int bySegment = Long.compare(segment, other.segment);
        return bySegment != 0 ? bySegment : Integer.compare(offset, other.offset);
    }

    /// Whether it lies before `other`.
    public boolean isBefore(Position other) {
        return compareTo(other) < 0;
    }
}
