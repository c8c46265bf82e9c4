package usage.store;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;

/// Calls as they come in life, and some that do not: with retries and fallbacks, NULLs, doubled tags, several currencies,
/// unknown, zero and absurd counts, at the edges of hours and in between.
final class RandomCalls {

    static final List<Price> PRICES = List.of(Sample.price("gpt-x", "0.123", "1.7", "USD", "2026-01-01T00:00:00Z"),
            Sample.price("opus", "3", "15", "EUR", "2026-01-01T00:00:00Z"));

    static final Map<Dimension, List<String>> KEYS = Map.of(Dimension.PROVIDER, List.of("openai", "claude"), //
            Dimension.MODEL, List.of("gpt-x", "opus", "unpriced"), //
            Dimension.CALLER, List.of("curl", "vectord.agent"), //
            Dimension.OPERATION, List.of("chat", "embeddings"), //
            Dimension.STATUS, List.of("ok", "failed", "cancelled", "refused"), //
            Dimension.API_KEY_ID, List.of("laptop", "server"), //
            Dimension.END_USER, List.of("ada", "bob", "cyd"), //
            Dimension.ENDPOINT, List.of("/v1/chat", "/api/chat"), //
            Dimension.ROUTE, List.of("fast"), //
            Dimension.TAGS, List.of("a", "b", "c"));

    private static final List<ErrorType> FAILURES = List.of(ErrorType.PROVIDER_5XX, ErrorType.CONNECT, ErrorType.CUT);

    private final Random random;
    private final Instant start;
    private final Duration span;

    RandomCalls(Random random, Instant start, Instant end) {
        this.random = random;
        this.start = start;
        this.span = Duration.between(start, end);
    }

    /// An attempt and its end.
    record Attempt(Sample sample, Settlement settlement) {

        AttemptRow settle(UsageStore store) {
            return settlement.status() == Status.REFUSED
                    ? store.ledger().refuse(sample.intent(), settlement)
                    : sample.settle(store, settlement);
        }
    }

    /// The attempts of one more call.
    List<Attempt> next() {
        var callId = new UUID(random.nextLong(), random.nextLong());
        var acceptedAt = moment();
        var attempts = new ArrayList<Attempt>();
        if (random.nextInt(10) == 0) {
            var refused = sample(callId, 0, acceptedAt);
            refused.model = key(Dimension.MODEL);
            attempts.add(new Attempt(refused, Settlement.refused(ErrorType.LIMIT, 429, acceptedAt.plusMillis(3))));
            return attempts;
        }
        var caller = sample(callId, 1, acceptedAt);
        int last = 1 + Math.max(0, random.nextInt(6) - 3);
        for (int attempt = 1; attempt <= last; attempt++) {
            var sample = sample(callId, attempt, acceptedAt);
            sample.caller = caller.caller;
            sample.endUser = caller.endUser;
            attempts.add(new Attempt(sample, attempt < last ? failed(sample) : ended(sample)));
        }
        return attempts;
    }

    private Settlement ended(Sample sample) {
        return switch (random.nextInt(6)) {
            case 0 -> failed(sample);
            case 1 -> sample.ended(Status.CANCELLED, ErrorType.CLIENT_GONE);
            default -> sample.ok();
        };
    }

    private Settlement failed(Sample sample) {
        return sample.ended(Status.FAILED, FAILURES.get(random.nextInt(FAILURES.size())));
    }

    private Sample sample(UUID callId, int attempt, Instant acceptedAt) {
        var sample = new Sample(callId, attempt);
        sample.acceptedAt = acceptedAt;
        sample.groupId = "group " + random.nextInt(50);
        sample.caller = one(Dimension.CALLER);
        sample.provider = Optional.of(one(Dimension.PROVIDER));
        sample.model = Optional.of(one(Dimension.MODEL));
        sample.operation = random.nextBoolean() ? Operation.CHAT : Operation.EMBEDDINGS;
        sample.apiKeyId = key(Dimension.API_KEY_ID);
        sample.endUser = key(Dimension.END_USER);
        sample.endpoint = one(Dimension.ENDPOINT);
        sample.route = key(Dimension.ROUTE);
        sample.tags = random.ints(random.nextInt(4), 0, 3).mapToObj(KEYS.get(Dimension.TAGS)::get).toList();
        sample.untilFirstToken = Duration.ofMillis(random.nextInt(3000));
        sample.untilFinished = Duration.ofMillis((long) Math.exp(10 * random.nextDouble()));
        sample.tokens = tokens();
        return sample;
    }

    private Tokens tokens() {
        var counts = new OptionalLong[]{count(), count(), count(), count(), count()};
        return new Tokens(counts[0], counts[1], counts[2], counts[3], OptionalLong.of(1),
                random.nextInt(4) == 0 ? UsageSource.ESTIMATED : UsageSource.PROVIDER);
    }

    private OptionalLong count() {
        return switch (random.nextInt(40)) {
            case 0 -> OptionalLong.of(Long.MAX_VALUE);
            case 1, 2, 3, 4 -> OptionalLong.of(0);
            case 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 -> OptionalLong.empty();
            default -> OptionalLong.of(random.nextInt(100_000));
        };
    }

    private Instant moment() {
        var moment = start.plus(Duration.ofNanos((long) (random.nextDouble() * span.toNanos()))).truncatedTo(ChronoUnit.MICROS);
        return switch (random.nextInt(6)) {
            case 0 -> moment.truncatedTo(ChronoUnit.HOURS);
            case 1 -> moment.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS).minus(1, ChronoUnit.MICROS);
            default -> moment;
        };
    }

    private Optional<String> key(Dimension dimension) {
        return random.nextInt(4) == 0 ? Optional.empty() : Optional.of(one(dimension));
    }

    private String one(Dimension dimension) {
        var keys = KEYS.get(dimension);
        return keys.get(random.nextInt(keys.size()));
    }
}
