package usage.store.sql;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a question from outside may be made of. Whatever is not in here is refused.
///
/// No function is on the list whose work or memory can grow faster than what it is given: none that joins, repeats or pads text,
/// gathers rows into one value, hashes, compresses, matches regular expressions, or reads anything but its arguments.
final class Vocabulary {

    /// The views that are published.
    static final Set<String> VIEWS = Set.of("CALLS", "USAGE_HOURLY", "PRICES");

    static final Set<String> AGGREGATES = words("""
            ANY AVG COUNT EVERY MAX MEDIAN MIN PERCENTILE_CONT PERCENTILE_DISC STDDEV_POP STDDEV_SAMP SUM VAR_POP VAR_SAMP""");

    /// Those that are allowed with OVER: each passes over its rows once.
    static final Set<String> WINDOW = words("AVG COUNT DENSE_RANK LAG LEAD MAX MIN RANK ROW_NUMBER SUM");

    static final Set<String> FUNCTIONS = union(List.of(AGGREGATES, words("""
            ABS ARRAY_CONTAINS CARDINALITY CEIL CEILING CHAR_LENGTH COALESCE DATEADD DATEDIFF DATE_TRUNC DAY_OF_MONTH
            DAY_OF_WEEK DAY_OF_YEAR FLOOR GREATEST HOUR INSTR ISO_DAY_OF_WEEK ISO_WEEK ISO_YEAR LEAST LEFT LENGTH LN LOCATE
            LOG10 LOWER LTRIM MINUTE MOD MONTH NULLIF QUARTER RIGHT ROUND RTRIM SECOND SIGN SQRT SUBSTRING TIMESTAMPADD
            TIMESTAMPDIFF TRIM TRUNC UPPER YEAR""")));

    /// Functions whose first argument is a unit of time.
    static final Set<String> TAKING_A_UNIT = words("DATEADD DATEDIFF DATE_TRUNC TIMESTAMPADD TIMESTAMPDIFF");

    static final Set<String> UNITS = words("""
            YEAR QUARTER MONTH WEEK ISO_WEEK DAY HOUR MINUTE SECOND MILLISECOND MICROSECOND DAY_OF_WEEK ISO_DAY_OF_WEEK
            DAY_OF_YEAR EPOCH""");

    static final Set<String> TYPES = Set.of("BIGINT", "BOOLEAN", "DATE", "DECIMAL", "DOUBLE PRECISION", "INT", "INTEGER",
            "NUMERIC", "SMALLINT", "TIME", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "UUID", "VARCHAR");

    static final Set<String> MOMENTS = words("CURRENT_DATE CURRENT_TIMESTAMP");

    /// The only words that may stand outside of quotes in what the database is given.
    static final Set<String> WORDS = union(List.of(FUNCTIONS, WINDOW, UNITS, MOMENTS,
            TYPES.stream().flatMap(type -> Stream.of(type.split(" "))).collect(Collectors.toSet()), words("""
                    ALL AND ANY ARRAY AS ASC AT BETWEEN BOTH BY CASE CAST CROSS DESC DISTINCT ELSE END ESCAPE EXCEPT EXISTS
                    EXTRACT FALSE FETCH FILTER FIRST FROM FULL GROUP HAVING ILIKE IN INNER INTERSECT INTERVAL IS JOIN LAST
                    LEADING LEFT LIKE LIMIT NEXT NOT NULL NULLS OFFSET ON ONLY OR ORDER OUTER OVER PARTITION RIGHT ROW ROWS
                    SELECT SOME THEN TRAILING TRUE UNION USING WHEN WHERE WITH WITHIN ZONE""")));

    private Vocabulary() {}

    /// For people, in alphabetical order.
    static String listed(Set<String> words) {
        return String.join(", ", new TreeSet<>(words));
    }

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }

    private static Set<String> union(List<Set<String>> sets) {
        return sets.stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    }
}
