package usage.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Who reads segments, and whoever would let them go.
class KeepingTest {

    private final Keeping keeping = new Keeping();

    @Test
    void nothingGoesWhileAnybodyReads() {
        var one = keeping.keep();
        var other = keeping.keep();
        assertThat(keeping.letGo(KeepingTest::fail)).isFalse();
        one.close();
        assertThat(keeping.mayGo()).isFalse();
        assertThat(keeping.letGo(KeepingTest::fail)).isFalse();
        other.close();
        assertThat(keeping.mayGo()).isTrue();
    }

    @Test
    void whoeverBeginsToReadAfterSomebodyElseLetsGoFirstWhatShouldHaveGone() throws Exception {
        var gone = new AtomicBoolean();
        var first = keeping.keep();
        assertThat(keeping.letGo(KeepingTest::fail)).isFalse();
        var goneBefore = new CompletableFuture<Boolean>();
        var second = Thread.ofPlatform().start(() -> {
            var kept = keeping.keep();
            try (kept) {
                goneBefore.complete(gone.get());
            }
        });
        while (second.isAlive() && second.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        first.close();
        keeping.letGo(() -> gone.set(true));
        assertThat(goneBefore.get(20, TimeUnit.SECONDS)).as("gone before it began").isTrue();
    }

    @Test
    void whereItDoesNotGoNobodyWaitsForItForEver() {
        var first = keeping.keep();
        assertThat(keeping.mayGo()).isFalse();
        keeping.keep().close();
        first.close();
        assertThat(keeping.mayGo()).isTrue();
    }

    private static void fail() {
        throw new AssertionError("somebody reads");
    }
}
