package usage.store.h2;

import java.time.Instant;
import usage.store.LedgerException;

/// What a query may ask for at most.
public final class Bounds {

    /// Most buckets or rows of a page.
    static final int MOST_OF_A_PAGE = 10_000;

    /// The first moment that a query may name.
    public static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    /// The last moment that a query may name.
    public static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private Bounds() {}

    /// @throws LedgerException `invalid_query` where a bound lies outside of the years that the database knows
    public static void checkInterval(Instant start, Instant end) {
        check("start_time", start);
        check("end_time", end);
    }

    /// @throws LedgerException `invalid_query` where the page would be too long
    public static void checkLimit(int limit) {
        if (limit > MOST_OF_A_PAGE) {
            throw invalid("limit must be at most " + MOST_OF_A_PAGE + ": " + limit);
        }
    }

    /// Says what is wrong with a query.
    public static LedgerException invalid(String message) {
        return new LedgerException(LedgerException.Code.INVALID_QUERY, message);
    }

    static void check(String name, Instant moment) {
        if (moment.isBefore(FIRST) || moment.isAfter(LAST)) {
            throw invalid(name + " must lie between " + FIRST + " and " + LAST + ": " + moment);
        }
    }
}
