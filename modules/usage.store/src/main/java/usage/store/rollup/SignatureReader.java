package usage.store.rollup;

import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import usage.store.h2.Cells;

/// Puts signatures together, whose lines come one after the other.
final class SignatureReader {

    private final RollUpSpan.SignatureSink sink;
    private final Set<Combination> combinations = new HashSet<>();
    private Instant start = Instant.MIN;
    private long number;
    private long calls;

    SignatureReader(RollUpSpan.SignatureSink sink) {
        this.sink = sink;
    }

    void add(Cells cells, Dimensions dimensions) throws SQLException {
        var lineStart = cells.moment("starts_at");
        long lineNumber = cells.number("signature");
        if (lineNumber != number || !lineStart.equals(start)) {
            end();
            start = lineStart;
            number = lineNumber;
            calls = cells.number("calls");
        }
        combinations.add(dimensions.read(cells));
    }

    void end() {
        if (!combinations.isEmpty()) {
            sink.take(start, Set.copyOf(combinations), calls);
            combinations.clear();
        }
    }
}
