package usage.store;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// An attempt to put into a ledger under test: everything has a value, and each test changes what it is about.
final class Sample {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    /// Small files, which are quickly made.
    static final JournalSettings JOURNAL = new JournalSettings(Optional.empty(), JournalSettings.Fsync.OS, 512 << 10, 64 << 20);

    AttemptKey key;
    Instant acceptedAt = NOON;
    String groupId = "group";
    Optional<String> callerSpanId = Optional.of("caller's span");
    String caller = "vectord.service.rag";
    Optional<String> apiKeyId = Optional.of("laptop");
    Optional<String> endUser = Optional.of("ada");
    List<String> tags = List.of("nightly", "eval");
    String endpoint = "/v1/chat";
    Operation operation = Operation.CHAT;
    Optional<String> route = Optional.of("fast");
    Optional<String> provider = Optional.of("openai");
    Optional<String> model = Optional.of("gpt-x");
    Optional<String> responseModel = Optional.of("gpt-x-2026");
    Duration untilFirstToken = Duration.ofMillis(120);
    Duration untilFinished = Duration.ofMillis(450);
    Tokens tokens = tokens(1000, 200);

    Sample() {
        this(UUID.randomUUID(), 1);
    }

    Sample(UUID callId, int attempt) {
        key = new AttemptKey(callId, attempt);
    }

    static Sample at(Instant acceptedAt) {
        var sample = new Sample(callIdAt(acceptedAt), 1);
        sample.acceptedAt = acceptedAt;
        return sample;
    }

    static Sample tokensOf(Tokens tokens) {
        var sample = new Sample();
        sample.tokens = tokens;
        return sample;
    }

    Intent intent() {
        return new Intent(key,
                new Intent.Identity("request", groupId, Optional.of("trace"), Optional.of("span"), Optional.of("parent"),
                        callerSpanId),
                new Intent.Who(caller, apiKeyId, endUser, Optional.of("session"), tags),
                new Intent.What(endpoint, operation, route, provider, Optional.of("fast"), model, true), acceptedAt);
    }

    Settlement ok() {
        return new Settlement(Status.OK, Optional.empty(), Optional.of("stop"), OptionalInt.of(200), Optional.of(acceptedAt),
                Optional.of(acceptedAt.plus(untilFirstToken)), acceptedAt.plus(untilFinished), tokens, responseModel,
                Optional.of("chatcmpl-1"));
    }

    Settlement ended(Status status, ErrorType error) {
        boolean sent = status != Status.REFUSED && !error.isBeforeSending();
        return new Settlement(status, Optional.of(error), Optional.empty(), OptionalInt.of(503),
                sent ? Optional.of(acceptedAt) : Optional.empty(), Optional.empty(), acceptedAt.plus(untilFinished), tokens,
                Optional.empty(), Optional.empty());
    }

    AttemptRow settleOk(UsageStore store) {
        return settle(store, ok());
    }

    AttemptRow settle(UsageStore store, Settlement settlement) {
        store.ledger().open(intent());
        return store.ledger().settle(key, settlement);
    }

    static Tokens tokens(long input, long output) {
        return new Tokens(OptionalLong.of(input), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(output),
                OptionalLong.empty(), UsageSource.PROVIDER);
    }

    static Price price(String model, String input, String output, String currency, String from) {
        return new Price("openai", model, new BigDecimal(input), Optional.empty(), Optional.empty(),
                Optional.of(new BigDecimal(output)), Optional.empty(), Optional.empty(), currency, Instant.parse(from));
    }

    static UsageStore store(Path directory, Price... prices) {
        return UsageStore.open(new StoreSettings(directory, List.of(prices), StoreSettings.USUAL_RETENTION, JOURNAL,
                InstantSource.fixed(NOON.plusSeconds(60))));
    }

    static UsageQuery day(Dimension... groupBy) {
        return new UsageQuery(Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-03-02T00:00:00Z"),
                UsageQuery.BucketWidth.DAY, List.of(groupBy), Map.of(), 31, Optional.empty());
    }

    /// The database of an open ledger, with all that was settled.
    static Connection sql(UsageStore store, Path directory) throws SQLException {
        store.queries().call(UUID.randomUUID());
        return sql(directory);
    }

    /// The ledger's own database, for what the interfaces do not show.
    static Connection sql(Path directory) throws SQLException {
        return DriverManager.getConnection("jdbc:h2:file:" + directory.toAbsolutePath().resolve("usage") + ";IFEXISTS=TRUE",
                "sa", "");
    }

    private static UUID callIdAt(Instant moment) {
        var random = ThreadLocalRandom.current();
        return new UUID(moment.toEpochMilli() << 16 | 0x7000 | random.nextInt(0x1000),
                random.nextLong() & 0x3fffffffffffffffL | 0x8000000000000000L);
    }
}
