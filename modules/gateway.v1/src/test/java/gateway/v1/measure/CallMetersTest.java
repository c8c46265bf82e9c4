package gateway.v1.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.metrics.api.Bucket;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.DistributionSummary;
import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.HistogramSnapshot;
import io.helidon.metrics.api.Meter;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Metrics;
import io.helidon.metrics.api.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telemetry.MetricBounds;
import telemetry.MetricName;
import usage.store.AttemptKey;
import usage.store.AttemptRow;
import usage.store.ErrorType;
import usage.store.Intent;
import usage.store.Operation;
import usage.store.Settlement;
import usage.store.Status;
import usage.store.Tokens;
import usage.store.UsageSource;

class CallMetersTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Tokens FIVE_AND_TWO = new Tokens(OptionalLong.of(5), OptionalLong.empty(), OptionalLong.empty(),
            OptionalLong.of(2), OptionalLong.empty(), UsageSource.PROVIDER);

    /// The only one that keeps what it is told; others have been here before.
    private final MeterRegistry registry = Metrics.globalRegistry();
    private CallMeters meters;

    @BeforeEach
    void beginWithNothing() {
        registry.meters().forEach(registry::remove);
        meters = new CallMeters(() -> registry);
        meters.begin(() -> 7);
    }

    @Test
    void anAttemptIsMeasuredFromSendingToItsEndInTheConventionsBuckets() {
        meters.settled(row(true, ok(FIVE_AND_TWO)));

        var duration = time(MetricName.OPERATION_DURATION);
        assertThat(duration.count()).isEqualTo(1);
        assertThat(duration.totalTime(TimeUnit.SECONDS)).isEqualTo(2.0);
        assertThat(bounds(duration)).isEqualTo(MetricBounds.SECONDS);
        assertThat(upTo(duration, 1.28)).isZero();
        assertThat(upTo(duration, 2.56)).isEqualTo(1);
        assertThat(labels(duration)).containsOnly(Map.entry("gen_ai_operation_name", "chat"),
                Map.entry("gen_ai_provider_name", "p"), Map.entry("gen_ai_request_model", "m"),
                Map.entry("gen_ai_response_model", "m-2026"), Map.entry("status", "ok"), Map.entry("error_type", ""),
                Map.entry("mp_scope", "application"));
        var firstChunk = time(MetricName.TIME_TO_FIRST_CHUNK);
        assertThat(firstChunk.totalTime(TimeUnit.SECONDS)).isEqualTo(0.5);
        assertThat(bounds(firstChunk)).isEqualTo(MetricBounds.SECONDS);
        assertThat(upTo(firstChunk, 0.32)).isZero();
        assertThat(upTo(firstChunk, 0.64)).isEqualTo(1);
    }

    @Test
    void tokensAreCountedWhereTheyAreKnown() {
        meters.settled(row(false, ok(FIVE_AND_TWO)));
        meters.settled(row(false, ok(Tokens.UNKNOWN)));

        assertThat(named(MetricName.TOKEN_USAGE).map(DistributionSummary.class::cast)).hasSize(2).allSatisfy(tokens -> {
            boolean input = labels(tokens).get("gen_ai_token_type").equals("input");
            assertThat(tokens.count()).isEqualTo(1);
            assertThat(tokens.totalAmount()).isEqualTo(input ? 5 : 2);
            assertThat(stream(tokens.snapshot()).map(Bucket::boundary).toList()).isEqualTo(MetricBounds.TOKENS);
            assertThat(stream(tokens.snapshot()).filter(bucket -> bucket.count() == 0).map(Bucket::boundary).toList())
                    .isEqualTo(input ? List.of(1.0, 4.0) : List.of(1.0));
        });
        assertThat(named(withoutUnit(MetricName.TIME_TO_FIRST_CHUNK))).as("of streams alone").isEmpty();
    }

    @Test
    void anAttemptThatSentNothingIsMeasuredWithItsReason() {
        meters.settled(row(false, ended(Status.FAILED, ErrorType.CONNECT)));

        var duration = time(MetricName.OPERATION_DURATION);
        assertThat(labels(duration)).contains(Map.entry("status", "failed"), Map.entry("error_type", "connect"),
                Map.entry("gen_ai_response_model", ""));
        assertThat(duration.totalTime(TimeUnit.SECONDS)).as("since it was accepted").isEqualTo(3.0);
    }

    @Test
    void whatWasRefusedIsNoOperation() {
        meters.settled(row(false, ended(Status.REFUSED, ErrorType.UNSUPPORTED)));
        meters.refused(row(false, ended(Status.REFUSED, ErrorType.UNSUPPORTED)));
        meters.unrowed("origin");
        meters.unrowed("made up");

        assertThat(named(withoutUnit(MetricName.OPERATION_DURATION))).isEmpty();
        assertThat(count(MetricName.CALLS_REFUSED, "unsupported")).isEqualTo(2);
        assertThat(count(MetricName.CALLS_REFUSED, "limit")).as("there from the beginning").isZero();
        assertThat(count(MetricName.REQUESTS_UNROWED, "origin")).isEqualTo(1);
        assertThat(count(MetricName.REQUESTS_UNROWED, "other")).isEqualTo(1);
        assertThat(count(MetricName.REQUESTS_UNROWED, "unrecordable")).isZero();
    }

    @Test
    void theGatewaysOwnTimeHasBucketsOfItsOwn() {
        meters.answered(Operation.CHAT, Duration.ofMillis(3));
        meters.answered(Operation.CHAT, Duration.ofMillis(-1));

        var overhead = time(MetricName.GATEWAY_OVERHEAD);
        assertThat(bounds(overhead)).isEqualTo(MetricBounds.OVERHEAD_SECONDS);
        assertThat(overhead.count()).isEqualTo(2);
        assertThat(overhead.totalTime(TimeUnit.MICROSECONDS)).isEqualTo(3000);
        assertThat(upTo(overhead, 0.002)).as("what is below zero counts as zero").isEqualTo(1);
        assertThat(upTo(overhead, 0.005)).isEqualTo(2);
    }

    @Test
    void callsUnderWayAreAskedFor() {
        assertThat(registry.meter(Gauge.class, MetricName.CALLS_IN_FLIGHT, List.of()).orElseThrow().value().intValue())
                .isEqualTo(7);
    }

    private Timer time(String name) {
        return named(withoutUnit(name)).map(Timer.class::cast).reduce((one, other) -> {
            throw new AssertionError("more than one " + name);
        }).orElseThrow();
    }

    private static String withoutUnit(String name) {
        return name.replaceFirst("_seconds$", "");
    }

    private long count(String name, String reason) {
        return named(name).filter(meter -> labels(meter).get("reason").equals(reason))
                .mapToLong(meter -> ((Counter) meter).count())
                .sum();
    }

    private Stream<Meter> named(String name) {
        return registry.meters().stream().filter(meter -> meter.id().name().equals(name));
    }

    private static Map<String, String> labels(Meter meter) {
        return meter.id().tagsMap();
    }

    private static List<Double> bounds(Timer timer) {
        return buckets(timer).map(CallMetersTest::seconds).toList();
    }

    /// How many were not above a bound.
    private static long upTo(Timer timer, double bound) {
        return buckets(timer).filter(bucket -> seconds(bucket) == bound).mapToLong(Bucket::count).findFirst().orElseThrow();
    }

    private static double seconds(Bucket bucket) {
        return bucket.boundary(TimeUnit.NANOSECONDS) / 1e9;
    }

    private static Stream<Bucket> buckets(Timer timer) {
        return stream(timer.snapshot());
    }

    private static Stream<Bucket> stream(HistogramSnapshot snapshot) {
        return StreamSupport.stream(snapshot.histogramCounts().spliterator(), false);
    }

    /// Accepted at noon.
    private static AttemptRow row(boolean stream, Settlement settlement) {
        return new AttemptRow(new Intent(new AttemptKey(new UUID(1, 2), 1),
                new Intent.Identity("r", "g", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                new Intent.Who("c", Optional.empty(), Optional.empty(), Optional.empty(), List.of()), new Intent.What("/v1/chat",
                        Operation.CHAT, Optional.empty(), Optional.of("p"), Optional.of("alias"), Optional.of("m"), stream),
                NOON), settlement, Optional.empty(), Optional.empty());
    }

    /// Sent a second later, begun half a second after that, ended another one and a half later.
    private static Settlement ok(Tokens tokens) {
        return new Settlement(Status.OK, Optional.empty(), Optional.empty(), OptionalInt.of(200),
                Optional.of(NOON.plusSeconds(1)), Optional.of(NOON.plusMillis(1500)), NOON.plusSeconds(3), tokens,
                Optional.of("m-2026"), Optional.empty());
    }

    /// Ended three seconds later, unsent.
    private static Settlement ended(Status status, ErrorType type) {
        return new Settlement(status, Optional.of(type), Optional.empty(), OptionalInt.of(503), Optional.empty(),
                Optional.empty(),
                NOON.plusSeconds(3), Tokens.UNKNOWN, Optional.empty(), Optional.empty());
    }
}
