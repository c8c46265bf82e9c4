package usage.store.h2;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import usage.store.Cost;
import usage.store.Dimension;
import usage.store.UsagePage.Percentiles;
import usage.store.UsagePage.Result;

/// What is summed over the rows of a group.
final class Sums {

    private static final String SENT = " FILTER (WHERE sent_at IS NOT NULL)";

    static final String COLUMNS = Stream.of(sum("input_tokens"), sum("cached_input_tokens"), sum("cache_write_tokens"),
            sum("output_tokens"), sum("reasoning_tokens"), "COUNT(DISTINCT call_id)" + SENT + " AS requests",
            "COUNT(*) AS attempts", count("failed", "status = 'failed'"), count("cancelled", "status = 'cancelled'"),
            count("lost", "status = 'lost'"), count("refused", "status = 'refused'"),
            count("estimated", "usage_source = 'estimated'"), count("unpriced", "sent_at IS NOT NULL AND cost IS NULL"),
            percentiles("latency_ms", SENT), percentiles("time_to_first_token_ms", "")).collect(Collectors.joining(", "));

    private Sums() {}

    static Result read(Cells cells, Map<Dimension, Optional<String>> keys, List<Cost> cost) throws SQLException {
        return new Result(keys, cells.optionalNumber("input_tokens"), cells.optionalNumber("cached_input_tokens"),
                cells.optionalNumber("cache_write_tokens"), cells.optionalNumber("output_tokens"),
                cells.optionalNumber("reasoning_tokens"), cells.number("requests"), cells.number("attempts"),
                cells.number("failed"), cells.number("cancelled"), cells.number("lost"), cells.number("refused"),
                cells.number("estimated"), cells.number("unpriced"), List.copyOf(cost), percentiles(cells, "latency_ms"),
                percentiles(cells, "time_to_first_token_ms"));
    }

    // A provider that claims absurd counts must not make the sum overflow and the query fail.
    private static String sum(String column) {
        return "LEAST(SUM(" + column + "), " + Long.MAX_VALUE + ") AS " + column;
    }

    private static String count(String name, String condition) {
        return "COUNT(*) FILTER (WHERE " + condition + ") AS " + name;
    }

    private static String percentiles(String column, String filter) {
        return Stream.of("50", "95", "99").map(percent -> "PERCENTILE_CONT(0." + percent + ") WITHIN GROUP (ORDER BY " + column
                + ")" + filter + " AS " + column + "_p" + percent).collect(Collectors.joining(", "));
    }

    private static Percentiles percentiles(Cells cells, String column) throws SQLException {
        return new Percentiles(cells.optionalDouble(column + "_p50"), cells.optionalDouble(column + "_p95"),
                cells.optionalDouble(column + "_p99"));
    }
}
