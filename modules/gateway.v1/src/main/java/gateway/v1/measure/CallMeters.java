package gateway.v1.measure;

import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.DistributionSummary;
import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Tag;
import io.helidon.metrics.api.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import telemetry.MetricBounds;
import telemetry.MetricLabel;
import telemetry.MetricName;
import usage.store.AttemptRow;
import usage.store.ErrorType;
import usage.store.Operation;
import usage.store.Status;

/// What is measured of calls: their attempts once each is settled, from nothing but its row; refusals; and the time that was ours.
/// Safe for many threads; nothing is registered or put together anew where the labels were seen before. Whoever is measured is not
/// failed by it: what cannot be measured is missing, and said in the log.
public final class CallMeters {

    /// Pairs of models that are told by name.
    private static final int MODELS = 100;

    /// Why requests have no settled row: turned away at the door, not readable, or not recordable, and then refused, or served all
    /// the same.
    private static final List<String> REASONS = List.of("not_found", "origin", "unauthenticated", "forbidden", "unsupported",
            "unreadable",
            "unrecordable", "unrecorded", "unsettled");

    private record Asked(Operation operation, String provider, ModelNames.Pair models) {}

    private record Ended(Asked asked, Status status, String errorType) {}

    private record Used(Asked asked, String tokenType) {}

    private final Harmless harmless = new Harmless(System.getLogger(CallMeters.class.getName()));
    private final Supplier<MeterRegistry> registry;
    private final ModelNames models = new ModelNames(MODELS);
    private final Family<Ended, Timer> durations;
    private final Family<Asked, Timer> firstChunks;
    private final Family<Used, DistributionSummary> tokens;
    private final Family<Operation, Timer> overheads;
    private final Family<String, Counter> refused;
    private final Family<String, Counter> unrowed;

    /// @param registry where meters are registered, asked when one is made: it is there only after we are
    public CallMeters(Supplier<MeterRegistry> registry) {
        this.registry = registry;
        durations = Family.ofTimes(registry, MetricName.OPERATION_DURATION,
                "Attempts at model calls, from sending to the end", MetricBounds.SECONDS, CallMeters::tags);
        firstChunks = Family.ofTimes(registry, MetricName.TIME_TO_FIRST_CHUNK,
                "Streamed attempts, from sending to the first piece of the answer", MetricBounds.SECONDS, CallMeters::tags);
        tokens = Family.ofCounts(registry, MetricName.TOKEN_USAGE, "Tokens of attempts, where they are known",
                MetricBounds.TOKENS, CallMeters::tags);
        overheads = Family.ofTimes(registry, MetricName.GATEWAY_OVERHEAD,
                "Time until an answer begins that was not a provider's", MetricBounds.OVERHEAD_SECONDS,
                operation -> List.of(Tag.create(MetricLabel.OPERATION, operation.wireName())));
        refused = Family.ofCounters(registry, MetricName.CALLS_REFUSED, "Calls that were refused, with a row",
                CallMeters::reason);
        unrowed = Family.ofCounters(registry, MetricName.REQUESTS_UNROWED, "Requests without a settled row", CallMeters::reason);
    }

    /// A model may be told by name whatever becomes of its attempts: the operator has named it.
    public void know(String provider, String model) {
        models.know(provider, model);
    }

    /// Shows what can be told before there was a call: counters from zero on, so that the first of a kind is seen as an increase.
    ///
    /// @param underWay how many calls are under way, from now on
    public void begin(IntSupplier underWay) {
        registry.get().getOrCreate(Gauge.builder(MetricName.CALLS_IN_FLIGHT, underWay::getAsInt).description("Calls under way"));
        Arrays.stream(ErrorType.values()).filter(type -> type.goesWith(Status.REFUSED))
                .forEach(type -> refused.of(type.wireName()));
        REASONS.forEach(unrowed::of);
    }

    /// An attempt has ended.
    public void settled(AttemptRow row) {
        harmless.measure(() -> {
            if (row.settlement().status() == Status.REFUSED) {
                count(row);
            } else {
                measure(row);
            }
        });
    }

    private void measure(AttemptRow row) {
        var settlement = row.settlement();
        var what = row.intent().what();
        var provider = what.provider().orElse("");
        var asked = new Asked(what.operation(), provider, models.told(provider,
                new ModelNames.Pair(what.targetModel().orElse(""), settlement.responseModel().orElse("")),
                settlement.status() == Status.OK));
        var from = settlement.sentAt().orElse(row.intent().acceptedAt());
        durations.of(new Ended(asked, settlement.status(), settlement.errorType().map(ErrorType::wireName).orElse("")))
                .record(time(from, settlement.finishedAt()));
        if (what.stream()) {
            settlement.firstTokenAt().ifPresent(at -> firstChunks.of(asked).record(time(from, at)));
        }
        used(asked, "input", settlement.tokens().input());
        used(asked, "output", settlement.tokens().output());
    }

    /// A call was refused, with a row.
    void refused(AttemptRow row) {
        harmless.measure(() -> count(row));
    }

    private void count(AttemptRow row) {
        row.settlement().errorType().ifPresent(type -> refused.of(type.wireName()).increment());
    }

    /// A request was turned away without a row.
    void unrowed(String reason) {
        harmless.measure(() -> unrowed.of(REASONS.contains(reason) ? reason : MetricLabel.OTHER).increment());
    }

    /// A caller is about to be answered.
    ///
    /// @param overhead time so far that was not a provider's
    public void answered(Operation operation, Duration overhead) {
        harmless.measure(() -> overheads.of(operation).record(notNegative(overhead)));
    }

    private void used(Asked asked, String type, OptionalLong count) {
        count.ifPresent(number -> tokens.of(new Used(asked, type)).record(number));
    }

    /// Clocks may be set back.
    private static Duration time(Instant from, Instant to) {
        return notNegative(Duration.between(from, to));
    }

    private static Duration notNegative(Duration time) {
        return time.isNegative() ? Duration.ZERO : time;
    }

    private static List<Tag> reason(String reason) {
        return List.of(Tag.create(MetricLabel.REASON, reason));
    }

    private static List<Tag> tags(Ended ended) {
        return with(tags(ended.asked()), Tag.create(MetricLabel.STATUS, ended.status().wireName()),
                Tag.create(MetricLabel.ERROR_TYPE, ended.errorType()));
    }

    private static List<Tag> tags(Used used) {
        return with(tags(used.asked()), Tag.create(MetricLabel.TOKEN_TYPE, used.tokenType()));
    }

    private static List<Tag> with(List<Tag> tags, Tag... more) {
        return Stream.concat(tags.stream(), Stream.of(more)).toList();
    }

    private static List<Tag> tags(Asked asked) {
        return List.of(Tag.create(MetricLabel.OPERATION, asked.operation().wireName()),
                Tag.create(MetricLabel.PROVIDER, asked.provider()),
                Tag.create(MetricLabel.REQUEST_MODEL, asked.models().requested()),
                Tag.create(MetricLabel.RESPONSE_MODEL, asked.models().answered()));
    }
}
