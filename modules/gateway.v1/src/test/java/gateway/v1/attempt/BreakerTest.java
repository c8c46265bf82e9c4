package gateway.v1.attempt;

import static gateway.v1.attempt.Breaker.Sign.ILL;
import static gateway.v1.attempt.Breaker.Sign.NONE;
import static gateway.v1.attempt.Breaker.Sign.WELL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gateway.v1.call.Fault;
import gateway.v1.call.GatewayException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import usage.store.ErrorType;

class BreakerTest {

    private static final Duration DELAY = Duration.ofSeconds(10);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Breaker breaker = new Breaker(new Breakers.Settings(4, 50, DELAY), nanos::get);

    @Test
    void opensOnceSoManyOfTheLastHaveFailed() {
        attempts(WELL, WELL, WELL, ILL);
        assertThat(breaker.enter()).isPresent();
        attempts(WELL, ILL);
        assertThat(breaker.enter()).isEmpty();
    }

    @Test
    void judgesNobodyByFewerAttemptsThanItsVolume() {
        attempts(ILL, ILL, ILL);
        assertThat(breaker.enter()).isPresent();
        attempts(ILL);
        assertThat(breaker.enter()).isEmpty();
    }

    @Test
    void forgetsWhatIsLongerAgo() {
        attempts(WELL, ILL, WELL, WELL, WELL, ILL, WELL, WELL, WELL, ILL);
        assertThat(breaker.enter()).isPresent();
    }

    @Test
    void letsNobodyInUntilItsDelayIsOverAndThenOneAtATime() {
        attempts(ILL, ILL, ILL, ILL);
        nanos.addAndGet(DELAY.toNanos() - 1);
        assertThat(breaker.enter()).isEmpty();
        nanos.incrementAndGet();
        assertThat(breaker.enter()).isPresent();
        assertThat(breaker.enter()).as("one attempt is under way").isEmpty();
    }

    @Test
    void closesWhereItsTargetHasRecoveredAndRemembersNothingOfBefore() {
        recovering();
        attempts(WELL, ILL, ILL, ILL);
        assertThat(breaker.enter()).isPresent();
        attempts(ILL);
        assertThat(breaker.enter()).isEmpty();
    }

    @Test
    void opensForAnotherDelayWhereItHasNot() {
        recovering();
        attempts(ILL);
        nanos.addAndGet(DELAY.toNanos() - 1);
        assertThat(breaker.enter()).isEmpty();
        nanos.incrementAndGet();
        assertThat(breaker.enter()).isPresent();
    }

    @Test
    void whatSaysNothingCountsNeitherWay() {
        attempts(ILL, NONE, ILL, NONE, ILL, NONE, NONE, NONE);
        assertThat(breaker.enter()).isPresent();
        attempts(ILL);
        assertThat(breaker.enter()).isEmpty();
    }

    @Test
    void whatSaysNothingLeavesItTryingWhetherItsTargetHasRecovered() {
        recovering();
        attempts(NONE, ILL);
        assertThat(breaker.enter()).as("one failure is enough for a target that has not recovered").isEmpty();
    }

    @Test
    void anAttemptOfBeforeSaysNothingOfNow() {
        int early = breaker.enter().orElseThrow();
        recovering();
        int trying = breaker.enter().orElseThrow();
        breaker.over(early, WELL);
        assertThat(breaker.isClosed()).isFalse();
        breaker.over(trying, WELL);
        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void whatTheClientDidAndWhatIsOurFaultSayNothingOfATarget() {
        for (var type : new ErrorType[]{ErrorType.CLIENT_GONE, ErrorType.SHUTDOWN, ErrorType.INTERNAL}) {
            assertThat(RetryPolicy.sign(new Fault(type, 500, "x"))).as(type.wireName()).isEqualTo(NONE);
        }
        assertThat(RetryPolicy.sign(new Fault(ErrorType.TIMEOUT_FIRST_BYTE, 504, "x"))).isEqualTo(ILL);
        assertThat(RetryPolicy.sign(new Fault(ErrorType.PROVIDER_4XX, 400, "x"))).isEqualTo(WELL);
    }

    @Test
    void eachTargetIsLeftAloneByItself() {
        var breakers = new Breakers(new Breakers.Settings(1, 100, DELAY));
        var ill = new Target(new NamedProvider("p"), "ill", Optional.empty());

        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> breakers.guard(ill, () -> {
            throw new Fault(ErrorType.CUT, 502, "cut").asException();
        })).withMessage("cut");
        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> breakers.guard(ill, () -> "not asked"))
                .satisfies(e -> {
                    assertThat(e.fault().type()).isEqualTo(ErrorType.BREAKER_OPEN);
                    assertThat(e.fault().headers()).containsEntry("retry-after", "10");
                });
        assertThat(breakers.guard(new Target(new NamedProvider("p"), "well", Optional.empty()), () -> "well")).isEqualTo("well");
    }

    private void recovering() {
        attempts(ILL, ILL, ILL, ILL);
        nanos.addAndGet(DELAY.toNanos());
    }

    private void attempts(Breaker.Sign... signs) {
        for (var sign : signs) {
            breaker.over(breaker.enter().orElseThrow(), sign);
        }
    }
}
