package usage.store.rollup;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import usage.store.Cost;
import usage.store.Dimension;
import usage.store.UsagePage;
import usage.store.UsagePage.Percentiles;
import usage.store.h2.Cells;
import usage.store.h2.Parameters;

/// What some rows add up to. Adding is exact, associative and commutative, so that it makes no difference by which roll-ups, or
/// none, a sum was come by.
final class Partial {

    /// The columns of token counts.
    static final List<String> TOKENS = List.of("input_tokens", "cached_input_tokens", "cache_write_tokens", "output_tokens",
            "reasoning_tokens");

    /// The columns that [#add(Cells)] wants.
    static final String COLUMNS = Stream.of(Stream.of("currency", "cost"), TOKENS.stream(), Stream.of("requests", "sole_calls"),
            Arrays.stream(Count.values()).map(Count::column), Stream.of("latencies", "times_to_first_token"))
            .flatMap(names -> names).collect(Collectors.joining(", "));

    /// The columns that [#write] fills.
    static final String ALL_COLUMNS = COLUMNS + Stream.of("latency_ms", "time_to_first_token_ms")
            .flatMap(name -> Stream.of("50", "95", "99").map(percent -> ", " + name + "_p" + percent))
            .collect(Collectors.joining());

    private final OptionalLong[] tokens = Collections.nCopies(TOKENS.size(), OptionalLong.empty()).toArray(OptionalLong[]::new);
    private final long[] counts = new long[Count.values().length];
    private final Map<String, BigDecimal> cost = new TreeMap<>();
    private final Distribution latencies = new Distribution();
    private final Distribution timesToFirstToken = new Distribution();
    private long requests;
    private long soleCalls;

    void add(Attempt attempt) {
        for (int at = 0; at < tokens.length; at++) {
            tokens[at] = sum(tokens[at], attempt.tokens().get(at));
        }
        for (var count : Count.values()) {
            counts[count.ordinal()] += count.counts(attempt) ? 1 : 0;
        }
        add(attempt.currency(), attempt.cost());
        if (attempt.sent()) {
            latencies.add(attempt.latencyMillis(), 1);
        }
        attempt.timeToFirstTokenMillis().ifPresent(millis -> timesToFirstToken.add(millis, 1));
    }

    /// Adds a line of the roll-ups.
    void add(Cells cells) throws SQLException {
        for (int at = 0; at < tokens.length; at++) {
            tokens[at] = sum(tokens[at], cells.optionalNumber(TOKENS.get(at)));
        }
        for (var count : Count.values()) {
            counts[count.ordinal()] += cells.number(count.column());
        }
        add(cells.optionalText("currency"), cells.optionalAmount("cost"));
        latencies.add(cells.bytes("latencies"));
        timesToFirstToken.add(cells.bytes("times_to_first_token"));
    }

    /// Counts calls that have a sent attempt among the rows.
    void addRequests(long calls) {
        requests += calls;
    }

    /// Counts calls all of whose sent attempts are of the rows' combination.
    void addSoleCalls(long calls) {
        soleCalls += calls;
    }

    void write(Parameters parameters, Optional<String> currency) throws SQLException {
        parameters.text(currency).value(currency.map(cost::get).orElse(null));
        for (var count : tokens) {
            parameters.number(count);
        }
        parameters.number(requests).number(soleCalls);
        for (long count : counts) {
            parameters.number(count);
        }
        var latency = latencies.stored();
        var timeToFirstToken = timesToFirstToken.stored();
        parameters.value(latency.bytes()).value(timeToFirstToken.bytes());
        write(parameters, latency.percentiles());
        write(parameters, timeToFirstToken.percentiles());
    }

    UsagePage.Result result(Map<Dimension, Optional<String>> keys) {
        var costs = cost.entrySet().stream().map(sum -> new Cost(sum.getValue(), sum.getKey())).toList();
        return new UsagePage.Result(keys, tokens[0], tokens[1], tokens[2], tokens[3], tokens[4], requests,
                count(Count.ATTEMPTS), count(Count.FAILED), count(Count.CANCELLED), count(Count.LOST), count(Count.REFUSED),
                count(Count.ESTIMATED), count(Count.UNPRICED), costs, latencies.percentiles(), timesToFirstToken.percentiles());
    }

    private void add(Optional<String> currency, Optional<BigDecimal> amount) {
        currency.ifPresent(name -> cost.merge(name, amount.orElseThrow(), BigDecimal::add));
    }

    private long count(Count count) {
        return counts[count.ordinal()];
    }

    // A provider that claims absurd counts must not make the sum overflow.
    private static OptionalLong sum(OptionalLong one, OptionalLong other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        long sum = one.getAsLong() + other.getAsLong();
        return OptionalLong.of(sum < 0 ? Long.MAX_VALUE : sum);
    }

    private static void write(Parameters parameters, Percentiles percentiles) throws SQLException {
        for (var percentile : List.of(percentiles.p50(), percentiles.p95(), percentiles.p99())) {
            parameters.number(millis(percentile));
        }
    }

    private static OptionalLong millis(OptionalDouble percentile) {
        return percentile.isPresent() ? OptionalLong.of((long) percentile.getAsDouble()) : OptionalLong.empty();
    }
}
