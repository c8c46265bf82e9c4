package lakehouse.systemd;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// What the service says of itself to systemd: that it is ready, that it lives, that it stops, and a line for `systemctl
/// status`. Where nobody asked to be told (no `NOTIFY_SOCKET`), all of it does nothing. Nothing that goes wrong here harms
/// the service: it is logged.
public final class Systemd implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Systemd.class.getName());
    private static final Duration REPORT = Duration.ofSeconds(1);

    private final Optional<NotifySocket> socket;
    private final Optional<Duration> watchdog;
    private volatile boolean stopping;
    private volatile Supplier<String> status = () -> "";
    private String told = "";
    private Optional<Pulse> pulse = Optional.empty();
    private Optional<Thread> reports = Optional.empty();

    private Systemd(Optional<NotifySocket> socket, Optional<Duration> watchdog) {
        this.socket = socket;
        this.watchdog = watchdog;
    }

    /// The one that started this process.
    public static Systemd of(Map<String, String> environment) {
        return new Systemd(Optional.ofNullable(environment.get("NOTIFY_SOCKET")).filter(text -> !text.isEmpty()).flatMap(
                Systemd::socket), Pulse.limit(environment, ProcessHandle.current().pid()));
    }

    private static Optional<NotifySocket> socket(String address) {
        try {
            return Optional.of(new NotifySocket(address));
        } catch (IllegalArgumentException e) {
            LOG.log(Level.WARNING, e.getMessage());
            return Optional.empty();
        }
    }

    /// Says that it serves, and from now on, for as long as it is alive, that it is.
    ///
    /// @param status what to say beside that, asked again and again
    /// @param alive whether a restart would change nothing for the better
    public synchronized void ready(Supplier<String> status, BooleanSupplier alive) {
        if (socket.isEmpty() || stopping) {
            return;
        }
        this.status = status;
        told = status.get();
        say("READY=1\nSTATUS=" + told);
        reports = Optional.of(Thread.ofVirtual().name("systemd-status").start(this::report));
        pulse = watchdog.map(limit -> Pulse.start(limit, () -> stopping || alive.getAsBoolean(), () -> say("WATCHDOG=1")));
    }

    /// Says that it takes nothing new. From now on it lives until it has ended, or systemd has waited long enough.
    ///
    /// @param status what to say beside that, asked again and again
    public synchronized void stopping(Supplier<String> status) {
        if (socket.isEmpty() || stopping) {
            return;
        }
        stopping = true;
        this.status = status;
        told = status.get();
        say("STOPPING=1\nSTATUS=" + told);
    }

    /// Says how it ends, and no more.
    @Override
    public void close() {
        if (stopping) {
            reportChange();
        }
        reports.ifPresent(Thread::interrupt);
        pulse.ifPresent(Pulse::close);
    }

    private void report() {
        try {
            while (true) {
                Thread.sleep(REPORT);
                reportChange();
            }
        } catch (InterruptedException e) {
            // It was closed.
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void reportChange() {
        var now = status.get();
        if (!now.equals(told)) {
            told = now;
            say("STATUS=" + now);
        }
    }

    private void say(String message) {
        try {
            socket.orElseThrow().send(message);
        } catch (IOException e) {
            LOG.log(Level.WARNING, e.getMessage());
        }
    }
}
