package usage.store;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import usage.store.UsagePage.Percentiles;
import usage.store.UsagePage.Result;

/// The answer to a question, found by going through all rows as plainly as can be. Without percentiles.
record PlainSums(List<AttemptRow> rows, UsageQuery query) {

    private static final Percentiles NONE = new Percentiles(OptionalDouble.empty(), OptionalDouble.empty(),
            OptionalDouble.empty());

    List<Result> of(Instant start, Instant end) {
        var groups = new HashMap<Map<Dimension, Optional<String>>, List<AttemptRow>>();
        for (var row : rows) {
            if (isIn(row, start, end) && passes(row, query.filters())) {
                groups(row, 0).forEach(keys -> groups.computeIfAbsent(keys, first -> new ArrayList<>()).add(row));
            }
        }
        return groups.entrySet().stream().map(group -> result(group.getKey(), group.getValue())).toList();
    }

    static boolean isIn(AttemptRow row, Instant start, Instant end) {
        return !row.intent().acceptedAt().isBefore(start) && row.intent().acceptedAt().isBefore(end);
    }

    static boolean passes(AttemptRow row, Map<Dimension, List<String>> filters) {
        return filters.entrySet().stream().allMatch(filter -> keys(row, filter.getKey()).stream()
                .anyMatch(key -> key.filter(filter.getValue()::contains).isPresent()));
    }

    static Result withoutPercentiles(Result result) {
        return new Result(result.keys(), result.inputTokens(), result.cachedInputTokens(), result.cacheWriteTokens(),
                result.outputTokens(), result.reasoningTokens(), result.requests(), result.attempts(), result.failed(),
                result.cancelled(), result.lost(), result.refused(), result.estimated(), result.unpriced(), result.cost(), NONE,
                NONE);
    }

    private List<Map<Dimension, Optional<String>>> groups(AttemptRow row, int from) {
        if (from == query.groupBy().size()) {
            return List.of(Map.of());
        }
        var groups = new ArrayList<Map<Dimension, Optional<String>>>();
        for (var key : keys(row, query.groupBy().get(from))) {
            for (var rest : groups(row, from + 1)) {
                var group = new LinkedHashMap<Dimension, Optional<String>>();
                group.put(query.groupBy().get(from), key);
                group.putAll(rest);
                groups.add(group);
            }
        }
        return groups;
    }

    private static List<Optional<String>> keys(AttemptRow row, Dimension dimension) {
        var intent = row.intent();
        return switch (dimension) {
            case PROVIDER -> List.of(intent.what().provider());
            case MODEL -> List.of(intent.what().targetModel());
            case CALLER -> List.of(Optional.of(intent.who().caller()));
            case OPERATION -> List.of(Optional.of(intent.what().operation().wireName()));
            case STATUS -> List.of(Optional.of(row.settlement().status().wireName()));
            case API_KEY_ID -> List.of(intent.who().apiKeyId());
            case END_USER -> List.of(intent.who().endUser());
            case ENDPOINT -> List.of(Optional.of(intent.what().endpoint()));
            case ROUTE -> List.of(intent.what().route());
            case GROUP_ID -> List.of(Optional.of(intent.identity().groupId()));
            case TAGS -> intent.who().tags().isEmpty()
                    ? List.of(Optional.empty())
                    : intent.who().tags().stream().distinct().map(Optional::of).toList();
        };
    }

    private static Result result(Map<Dimension, Optional<String>> keys, List<AttemptRow> rows) {
        var sent = rows.stream().filter(row -> row.settlement().sentAt().isPresent()).toList();
        var calls = new HashSet<>(sent.stream().map(row -> row.intent().key().callId()).toList());
        var costs = new TreeMap<String, BigDecimal>();
        rows.forEach(row -> row.cost().ifPresent(cost -> costs.merge(cost.currency(), cost.value(), BigDecimal::add)));
        return new Result(keys, sum(rows, Tokens::input), sum(rows, Tokens::cachedInput), sum(rows, Tokens::cacheWrite),
                sum(rows, Tokens::output), sum(rows, Tokens::reasoning), calls.size(), rows.size(),
                count(rows, Status.FAILED), count(rows, Status.CANCELLED), count(rows, Status.LOST),
                count(rows, Status.REFUSED),
                count(rows, row -> row.settlement().tokens().source() == UsageSource.ESTIMATED),
                count(sent, row -> row.cost().isEmpty()),
                costs.entrySet().stream().map(cost -> new Cost(cost.getValue(), cost.getKey())).toList(), NONE, NONE);
    }

    private static OptionalLong sum(List<AttemptRow> rows, Function<Tokens, OptionalLong> count) {
        var known = rows.stream().map(row -> count.apply(row.settlement().tokens())).filter(OptionalLong::isPresent)
                .map(number -> BigInteger.valueOf(number.getAsLong())).toList();
        return known.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(known.stream().reduce(BigInteger.ZERO, BigInteger::add)
                        .min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact());
    }

    private static long count(List<AttemptRow> rows, Status status) {
        return count(rows, row -> row.settlement().status() == status);
    }

    private static long count(List<AttemptRow> rows, Predicate<AttemptRow> counted) {
        return rows.stream().filter(counted).count();
    }
}
