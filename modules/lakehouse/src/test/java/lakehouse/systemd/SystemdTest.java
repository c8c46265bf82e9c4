package lakehouse.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemdTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    @Test
    void readinessComesWithAStatusAndThenEveryChangeOfIt() {
        try (var receiver = receiver(); var systemd = systemd(receiver, Map.of())) {
            var status = new AtomicReference<>("serving");
            systemd.ready(status::get, () -> true);
            receiver.await("READY=1\nSTATUS=serving"::equals, PATIENCE);
            status.set("serving more");
            receiver.await("STATUS=serving more"::equals, PATIENCE);
            systemd.stopping(() -> "draining");
            receiver.await("STOPPING=1\nSTATUS=draining"::equals, PATIENCE);
            assertThat(receiver.heard()).hasSize(3);
        }
    }

    @Test
    void nameInTheAbstractNamespaceIsUnderstood() throws IOException {
        try (var receiver = NotifyReceiver.at("@lakehouse-" + UUID.randomUUID())) {
            new NotifySocket(receiver.address()).send("STATUS=höher");
            receiver.await("STATUS=höher"::equals, PATIENCE);
        }
    }

    @Test
    void nothingIsSaidForTheWatchdogWhileTheCheckFailsAndAgainOnceItAgrees() {
        var checks = new AtomicInteger();
        var alive = new AtomicBoolean();
        try (var receiver = receiver(); var systemd = systemd(receiver, Map.of("WATCHDOG_USEC", "100000"))) {
            systemd.ready(() -> "checked " + checks.get(), () -> {
                checks.incrementAndGet();
                return alive.get();
            });
            receiver.await(said -> said.startsWith("STATUS=checked ") && checks.get() > 5, PATIENCE);
            assertThat(receiver.heard()).doesNotContain("WATCHDOG=1");
            alive.set(true);
            receiver.await("WATCHDOG=1"::equals, PATIENCE);
        }
    }

    @Test
    void itLivesWhileItStopsWhateverTheCheckSays() {
        try (var receiver = receiver(); var systemd = systemd(receiver, Map.of("WATCHDOG_USEC", "100000"))) {
            systemd.ready(() -> "serving", () -> false);
            systemd.stopping(() -> "draining");
            receiver.await(said -> said.startsWith("STOPPING=1"), PATIENCE);
            receiver.await("WATCHDOG=1"::equals, PATIENCE);
            receiver.await("WATCHDOG=1"::equals, PATIENCE);
        }
    }

    @Test
    void watchdogOfAnotherProcessIsNotFed() {
        assertThat(Pulse.limit(Map.of("WATCHDOG_USEC", "1000", "WATCHDOG_PID", "7"), 7)).contains(Duration.ofMillis(1));
        assertThat(Pulse.limit(Map.of("WATCHDOG_USEC", "1000"), 7)).contains(Duration.ofMillis(1));
        assertThat(Pulse.limit(Map.of("WATCHDOG_USEC", "1000", "WATCHDOG_PID", "8"), 7)).isEmpty();
        assertThat(Pulse.limit(Map.of("WATCHDOG_USEC", "0"), 7)).isEmpty();
        assertThat(Pulse.limit(Map.of(), 7)).isEmpty();
    }

    @Test
    void serviceThatNobodyAskedSaysNothingAndChecksNothing() {
        var checks = new AtomicInteger();
        try (var systemd = Systemd.of(Map.of("WATCHDOG_USEC", "1000"))) {
            systemd.ready(() -> "serving " + checks.incrementAndGet(), () -> checks.incrementAndGet() > 0);
            systemd.stopping(() -> "draining " + checks.incrementAndGet());
        }
        assertThat(checks).hasValue(0);
    }

    @Test
    void socketThatNobodyListensAtHarmsNothing() {
        var nobody = directory.resolve("nobody").toString();
        assertThatThrownBy(() -> new NotifySocket(nobody).send("READY=1")).isInstanceOf(IOException.class)
                .hasMessageContaining(nobody).hasMessageContaining("errno 2");
        try (var systemd = Systemd.of(Map.of("NOTIFY_SOCKET", nobody))) {
            systemd.ready(() -> "serving", () -> true);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"relative", "vsock:2:1234", "/0123456789012345678901234567890123456789012345678901234567890123"
            + "4567890123456789012345678901234567890123456"})
    void addressThatIsNoneIsPassedOver(String address) {
        assertThatThrownBy(() -> new NotifySocket(address)).hasMessageContaining(address);
        try (var systemd = Systemd.of(Map.of("NOTIFY_SOCKET", address))) {
            systemd.ready(() -> "serving", () -> true);
        }
    }

    private NotifyReceiver receiver() {
        return NotifyReceiver.at(directory.resolve("notify").toString());
    }

    private static Systemd systemd(NotifyReceiver receiver, Map<String, String> more) {
        var environment = new HashMap<>(Map.of("NOTIFY_SOCKET", receiver.address()));
        environment.putAll(more);
        return Systemd.of(environment);
    }
}
