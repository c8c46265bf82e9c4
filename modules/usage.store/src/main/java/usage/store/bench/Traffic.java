package usage.store.bench;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.UUID;
import usage.store.AttemptKey;
import usage.store.ErrorType;
import usage.store.Intent;
import usage.store.Operation;
import usage.store.Price;
import usage.store.Settlement;
import usage.store.Status;
import usage.store.Tokens;
import usage.store.UsageSource;

/// Calls as a team makes them: 8 models of 3 providers, 10 callers and one that calls once an hour, 200 users, 5 statuses,
/// spread evenly over some time.
///
/// @param start when the first is accepted
/// @param span how long it is until the last
/// @param calls how many there are
record Traffic(Instant start, Duration span, int calls) {

    /// Where month-long traffic begins.
    static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");

    static final List<Price> PRICES = List.of(new Price("openai", "model-0", new BigDecimal("0.25"),
            Optional.of(new BigDecimal("0.025")), Optional.empty(), Optional.of(new BigDecimal("2")), Optional.empty(),
            Optional.empty(), "USD", Instant.EPOCH));

    /// Who calls once an hour.
    static final String HOURLY = "hourly-report";

    private static final List<String> PROVIDERS = List.of("openai", "ollama", "claude");

    /// What happens to one of them.
    record Attempt(Intent intent, Settlement settlement) {}

    static Traffic monthOf(int calls) {
        return new Traffic(MARCH, Duration.ofDays(30), calls);
    }

    /// The call at `index`; the same index gives the same call, but for its random ids.
    Attempt attempt(int index) {
        var random = new SplittableRandom(index);
        var at = start.plusNanos((long) ((double) span.toNanos() / calls * index)).truncatedTo(ChronoUnit.MICROS);
        int model = Math.min(random.nextInt(8), random.nextInt(8));
        var name = Optional.of("model-" + model);
        var hex = Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
        var intent = new Intent(new AttemptKey(id(at, random), 1),
                new Intent.Identity(hex, hex, Optional.of(hex), Optional.of(hex.substring(0, 8)), Optional.empty(),
                        Optional.empty()),
                new Intent.Who(caller(index, random), Optional.of("key-" + model % 3),
                        Optional.of("user-" + random.nextInt(200)), Optional.empty(), List.of()),
                new Intent.What("/v1/chat", Operation.CHAT, Optional.empty(), Optional.of(PROVIDERS.get(model % 3)), name, name,
                        true),
                at);
        return new Attempt(intent, settlement(at, random));
    }

    private String caller(int index, SplittableRandom random) {
        return index % Math.max(1, calls / span.toHours()) == 0
                ? HOURLY
                : "caller-" + Math.min(random.nextInt(10), random.nextInt(10));
    }

    private static Settlement settlement(Instant at, SplittableRandom random) {
        var status = switch (random.nextInt(100)) {
            case 0, 1, 2 -> Status.FAILED;
            case 3, 4 -> Status.CANCELLED;
            default -> Status.OK;
        };
        var error = switch (status) {
            case FAILED -> Optional.of(ErrorType.PROVIDER_5XX);
            case CANCELLED -> Optional.of(ErrorType.CLIENT_GONE);
            default -> Optional.<ErrorType>empty();
        };
        var end = at.plusMillis(200 + random.nextInt(20_000));
        var tokens = new Tokens(OptionalLong.of(random.nextInt(4000)), OptionalLong.of(0), OptionalLong.empty(),
                OptionalLong.of(random.nextInt(800)), OptionalLong.empty(), UsageSource.PROVIDER);
        return new Settlement(status, error, Optional.of("stop"), OptionalInt.of(200), Optional.of(at),
                Optional.of(at.plusMillis(150)), end, tokens, Optional.empty(), Optional.of("chatcmpl-" + random.nextInt()));
    }

    private static UUID id(Instant at, SplittableRandom random) {
        return new UUID(at.toEpochMilli() << 16 | 0x7000 | random.nextInt(0x1000),
                random.nextLong() & 0x3fffffffffffffffL | 0x8000000000000000L);
    }
}
