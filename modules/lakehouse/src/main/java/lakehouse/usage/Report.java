package lakehouse.usage;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Usage as a table for people: a line for each group, the one with most tokens first or, by time, the earliest, and a
/// last line for all together. That one is asked for and not added up: a call that went to two models is one call.
public final class Report {

    /// Keys that are no dimension but the time of the bucket.
    public static final List<String> TIMES = List.of("day", "hour");

    private static final Map<String, String> ALWAYS = ordered("requests", "num_model_requests", "attempts", "num_attempts");
    private static final Map<String, String> IF_ANY = ordered("failed", "num_failed", "cancelled", "num_cancelled", "lost",
            "num_lost", "refused", "num_refused", "estimated", "num_estimated", "unpriced", "num_unpriced");
    private static final Map<String, String> TOKENS = ordered("input", "input_tokens", "cached", "cached_input_tokens", "output",
            "output_tokens");
    private static final List<String> PERCENTILES = List.of("p50", "p95");

    private final List<String> by;
    private final Map<List<String>, Line> lines = new LinkedHashMap<>();
    private final Line all = new Line();

    /// @param by keys of a line, as they are named on the command line and in the answer
    /// @param grouped the answer by those keys
    /// @param ungrouped the answer for all together
    public Report(List<String> by, JsonNode grouped, JsonNode ungrouped) {
        this.by = by;
        grouped.path("data").forEach(bucket -> bucket.path("results")
                .forEach(result -> lines.computeIfAbsent(key(bucket, result), key -> new Line()).add(result)));
        ungrouped.path("data").forEach(bucket -> bucket.path("results").forEach(all::add));
    }

    /// The lines of the table; the first names the columns.
    public List<String> lines() {
        var columns = columns();
        var names = new ArrayList<>(by);
        names.addAll(columns.keySet());
        var rows = new ArrayList<List<String>>();
        lines.entrySet().stream().sorted(order()).forEach(line -> rows.add(row(line.getKey(), columns, line.getValue())));
        var total = new ArrayList<>(Collections.nCopies(by.size(), ""));
        total.set(0, "all");
        rows.add(row(total, columns, all));
        return new Columns(names, by.size(), rows).lines();
    }

    private Map<String, Function<Line, String>> columns() {
        var columns = new LinkedHashMap<String, Function<Line, String>>();
        ALWAYS.forEach((name, field) -> columns.put(name, count(field)));
        IF_ANY.forEach((name, field) -> all.count(field).filter(count -> count.signum() > 0)
                .ifPresent(count -> columns.put(name, count(field))));
        TOKENS.forEach((name, field) -> columns.put(name, count(field)));
        new TreeSet<>(all.currencies()).forEach(currency -> columns.put("cost " + currency,
                line -> line.cost(currency).map(Numbers::money).orElse("")));
        PERCENTILES.forEach(percentile -> columns.put(percentile + " ms",
                line -> line.latency(percentile).map(Numbers::whole).orElse("")));
        return columns;
    }

    private List<String> key(JsonNode bucket, JsonNode result) {
        return by.stream().map(name -> TIMES.contains(name)
                ? time(name, bucket.path("start_time").asLong())
                : result.path(name).asText("")).toList();
    }

    private Comparator<Map.Entry<List<String>, Line>> order() {
        var tokens = Comparator.comparing((Map.Entry<List<String>, Line> line) -> tokens(line.getValue())).reversed();
        return by.stream().anyMatch(TIMES::contains) ? Comparator.comparing(line -> times(line.getKey())) : tokens;
    }

    private String times(List<String> key) {
        return IntStream.range(0, by.size()).filter(at -> TIMES.contains(by.get(at))).mapToObj(key::get)
                .reduce("", String::concat);
    }

    private static BigDecimal tokens(Line line) {
        return Stream.of("input_tokens", "output_tokens").flatMap(name -> line.count(name).stream()).reduce(BigDecimal.ZERO,
                BigDecimal::add);
    }

    private static List<String> row(List<String> key, Map<String, Function<Line, String>> columns, Line line) {
        return Stream.concat(key.stream(), columns.values().stream().map(column -> column.apply(line))).toList();
    }

    private static Function<Line, String> count(String field) {
        return line -> line.count(field).map(Numbers::whole).orElse("");
    }

    private static String time(String unit, long seconds) {
        var text = Instant.ofEpochSecond(seconds).toString();
        return unit.equals("day") ? text.substring(0, "2026-03-01".length()) : text.substring(0, "2026-03-01T12".length()) + "h";
    }

    private static Map<String, String> ordered(String... namesAndFields) {
        var ordered = new LinkedHashMap<String, String>();
        for (int at = 0; at < namesAndFields.length; at += 2) {
            ordered.put(namesAndFields[at], namesAndFields[at + 1]);
        }
        return ordered;
    }
}
