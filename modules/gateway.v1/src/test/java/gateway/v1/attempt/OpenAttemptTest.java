package gateway.v1.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import gateway.v1.call.Admission;
import gateway.v1.call.Call;
import gateway.v1.call.ChatOptions;
import gateway.v1.call.Endpoint;
import gateway.v1.call.Fault;
import gateway.v1.call.ModelRequest.Completion;
import gateway.v1.call.Refusals;
import gateway.v1.call.Selection;
import gateway.v1.measure.CallMeters;
import io.helidon.metrics.api.Metrics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telemetry.TextLog;
import telemetry.TraceContext;
import usage.store.AttemptKey;
import usage.store.AttemptRow;
import usage.store.ErrorType;
import usage.store.Intent;
import usage.store.Ledger;
import usage.store.Progress;
import usage.store.Settlement;
import usage.store.Status;
import usage.store.StoreSettings;
import usage.store.UsageStore;

/// What was begun is ended, whatever goes wrong on our side meanwhile.
class OpenAttemptTest {

    private static final InstantSource CLOCK = InstantSource.system();
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path data;

    @Test
    void anEndThatCannotBeToldIsSettledAsAFaultOfOurs() {
        try (var store = UsageStore.open(new StoreSettings(data, List.of(), CLOCK))) {
            var id = UUID.randomUUID();
            var attempt = open(new Unwilling(store.ledger()), id);

            attempt.fail(new Fault(ErrorType.CLIENT_GONE, 499, "gone"));

            assertThat(attempt.isSettled()).isTrue();
            assertThat(store.queries().call(id)).singleElement().satisfies(row -> {
                assertThat(row.settlement().status()).isEqualTo(Status.FAILED);
                assertThat(row.settlement().errorType()).contains(ErrorType.INTERNAL);
            });
            assertThat(store.queries().completeness().inFlight()).isZero();
        }
    }

    private static OpenAttempt open(Ledger ledger, UUID id) {
        var span = TraceContext.start(new Random(1));
        var admission = new Admission(id, CLOCK.instant(), System.nanoTime(),
                new Intent.Who("test", Optional.empty(), Optional.empty(), Optional.empty(), List.of()), span.traceId(), span,
                Optional.empty(), Optional.empty());
        var call = new Call(admission, Endpoint.COMPLETIONS, new Completion(new Selection(Optional.empty(), Optional.of("m")),
                "x", Optional.empty(), Completion.Form.RAW, ChatOptions.NONE, false), Optional.empty(), Optional.empty());
        return OpenAttempt.open(new Attempts.Means(ledger, new Refusals(ledger, CLOCK), CLOCK,
                new Limits(LONG, LONG, LONG, LONG, Limits.OnCancel.CANCEL), new RetryPolicy(0, LONG, LONG),
                new Breakers(new Breakers.Settings(20, 50, LONG)), new TokenCounter(), new CallMeters(Metrics::globalRegistry),
                TextLog.NONE, () -> false), call, new Target(new NamedProvider("p"), "m", Optional.empty()), 1);
    }

    /// Takes no settlement but one that says least.
    private record Unwilling(Ledger ledger) implements Ledger {

        @Override
        public void open(Intent intent) {
            ledger.open(intent);
        }

        @Override
        public void progress(AttemptKey key, Progress progress) {
            ledger.progress(key, progress);
        }

        @Override
        public AttemptRow settle(AttemptKey key, Settlement settlement) {
            if (!settlement.errorType().equals(Optional.of(ErrorType.INTERNAL))) {
                throw new IllegalArgumentException("not this one");
            }
            return ledger.settle(key, settlement);
        }

        @Override
        public AttemptRow refuse(Intent intent, Settlement refusal) {
            return ledger.refuse(intent, refusal);
        }

        @Override
        public void countAtDoor(Instant at, String reason) {
            ledger.countAtDoor(at, reason);
        }
    }
}
