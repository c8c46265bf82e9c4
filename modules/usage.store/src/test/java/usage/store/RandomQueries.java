package usage.store;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import usage.store.UsageQuery.BucketWidth;

/// Questions about [RandomCalls].
final class RandomQueries {

    private final Random random;
    private final Instant start;
    private final Duration span;

    RandomQueries(Random random, Instant start, Instant end) {
        this.random = random;
        this.start = start;
        this.span = Duration.between(start, end);
    }

    UsageQuery next() {
        var width = List.of(BucketWidth.DAY, BucketWidth.DAY, BucketWidth.HOUR, BucketWidth.MINUTE).get(random.nextInt(4));
        var one = moment();
        var other = width == BucketWidth.MINUTE ? one.plusSeconds(1 + random.nextInt(10_000)) : moment();
        if (one.equals(other)) {
            other = one.plusSeconds(1);
        }
        boolean inOrder = one.isBefore(other);
        return new UsageQuery(inOrder ? one : other, inOrder ? other : one, width, groupBy(), filters(), 1 + random.nextInt(100),
                Optional.empty());
    }

    private List<Dimension> groupBy() {
        var dimensions = new ArrayList<>(List.of(Dimension.values()));
        Collections.shuffle(dimensions, random);
        return dimensions.subList(0, random.nextInt(4));
    }

    private Map<Dimension, List<String>> filters() {
        var filters = new HashMap<Dimension, List<String>>();
        var dimensions = new ArrayList<>(RandomCalls.KEYS.keySet().stream().sorted().toList());
        Collections.shuffle(dimensions, random);
        for (var dimension : dimensions.subList(0, Math.max(0, random.nextInt(5) - 2))) {
            var keys = new ArrayList<>(RandomCalls.KEYS.get(dimension));
            Collections.shuffle(keys, random);
            filters.put(dimension, List.copyOf(keys.subList(0, random.nextInt(Math.min(2, keys.size())) + 1)));
        }
        return filters;
    }

    private Instant moment() {
        var moment = start.minus(Duration.ofHours(3))
                .plus(Duration.ofSeconds((long) (random.nextDouble() * span.plusHours(6).toSeconds())));
        return switch (random.nextInt(3)) {
            case 0 -> moment;
            case 1 -> moment.truncatedTo(ChronoUnit.HOURS);
            default -> moment.truncatedTo(ChronoUnit.DAYS);
        };
    }
}
