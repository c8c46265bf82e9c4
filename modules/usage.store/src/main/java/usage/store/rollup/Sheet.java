package usage.store.rollup;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import usage.store.UsagePage;
import usage.store.UsageQuery.BucketWidth;
import usage.store.h2.Bounds;
import usage.store.h2.Cells;

/// Where rows and roll-ups are added up, by bucket and group.
final class Sheet {

    // A group without a key comes before those with one.
    private static final Comparator<Optional<String>> KEY = Comparator.comparing(key -> key.orElse(""));
    private static final Comparator<Optional<String>> NONE_FIRST = Comparator
            .<Optional<String>, Boolean>comparing(Optional::isPresent).thenComparing(KEY);

    private final BucketWidth width;
    private final Dimensions dimensions;
    private final Map<Instant, Map<List<Optional<String>>, Partial>> buckets = new HashMap<>();
    private int room;

    /// @param room how many results there may be
    Sheet(BucketWidth width, Dimensions dimensions, int room) {
        this.width = width;
        this.dimensions = dimensions;
        this.room = room;
    }

    /// How many more results there may be.
    int room() {
        return room;
    }

    void add(Call call) {
        for (var attempt : call.attempts()) {
            for (var group : attempt.combination().groups()) {
                partial(call.acceptedAt(), group).add(attempt);
            }
        }
        add(call.acceptedAt(), call.sent(Attempt::combination), 1);
    }

    /// Adds a line of a roll-up.
    void add(Instant start, Combination combination, Cells cells) throws SQLException {
        for (var group : combination.groups()) {
            var partial = partial(start, group);
            partial.add(cells);
            partial.addRequests(cells.number("sole_calls"));
        }
    }

    /// Adds calls that have sent attempts of these combinations: each counts once in every group.
    void add(Instant start, Collection<Combination> combinations, long calls) {
        combinations.stream().flatMap(combination -> combination.groups().stream()).distinct()
                .forEach(group -> partial(start, group).addRequests(calls));
    }

    /// The results of the bucket that `start` lies in, in the order of their keys.
    List<UsagePage.Result> results(Instant start) {
        return buckets.getOrDefault(Buckets.aligned(start, width), Map.of()).entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Sheet::compare))
                .map(group -> group.getValue().result(dimensions.named(group.getKey()))).toList();
    }

    private Partial partial(Instant moment, List<Optional<String>> group) {
        return buckets.computeIfAbsent(Buckets.aligned(moment, width), bucket -> new HashMap<>()).computeIfAbsent(group,
                keys -> added());
    }

    private Partial added() {
        if (--room < 0) {
            throw Bounds.invalid("group_by makes more than " + UsageReport.MOST_RESULTS
                    + " results; ask for fewer buckets at a time, by fewer keys, or with a filter");
        }
        return new Partial();
    }

    private static int compare(List<Optional<String>> one, List<Optional<String>> other) {
        for (int at = 0; at < one.size(); at++) {
            int difference = NONE_FIRST.compare(one.get(at), other.get(at));
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }
}
