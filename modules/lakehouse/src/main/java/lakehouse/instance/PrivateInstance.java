package lakehouse.instance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;

/// A service of this image for one purpose only: on free ports, with an empty data directory and no configuration, gone
/// with all it wrote when closed.
public final class PrivateInstance implements AutoCloseable {

    /// What a child takes over from this process's environment; anything else could configure it.
    private static final Set<String> INHERITED = Set.of("PATH", "HOME", "LANG", "TMPDIR", "JAVA_OPTS", "LAKEHOUSE_AOT");
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final Scratch scratch;
    private final Process process;
    private final Thread onExit;
    private final URI uri;
    private final URI sidecar;
    private final Duration startTime;

    private PrivateInstance(Scratch scratch, Process process, URI uri, URI sidecar, long startedAt) {
        this.scratch = scratch;
        this.process = process;
        this.onExit = Thread.ofPlatform().unstarted(process::destroy);
        this.uri = uri;
        this.sidecar = sidecar;
        Runtime.getRuntime().addShutdownHook(onExit);
        this.startTime = awaitLife(startedAt);
    }

    /// Starts one and waits until it lives.
    ///
    /// @param environment variables that it gets besides
    /// @throws LakehouseException with what it said last, where it does not come to life
    public static PrivateInstance start(Image image, Map<String, String> environment) {
        try {
            var scratch = Scratch.make();
            int port = FreePort.find();
            int sidecarPort = FreePort.find();
            var builder = new ProcessBuilder(
                    List.of(image.launcher().toString(), "serve", "--data", scratch.file("data").toString(), "--port",
                            Integer.toString(port)))
                    .directory(scratch.path().toFile()).redirectErrorStream(true).redirectOutput(scratch.file("log").toFile());
            builder.environment().keySet().retainAll(INHERITED);
            builder.environment().put("SIDECAR_PORT", Integer.toString(sidecarPort));
            builder.environment().putAll(environment);
            long startedAt = System.nanoTime();
            return new PrivateInstance(scratch, builder.start(), loopback(port), loopback(sidecarPort), startedAt);
        } catch (IOException e) {
            throw new LakehouseException(Code.FAILED, "no private instance could be started: " + e.getMessage(), e);
        }
    }

    /// Where its gateway is.
    public URI uri() {
        return uri;
    }

    /// Where its embedded sidecar is.
    public URI sidecar() {
        return sidecar;
    }

    /// From the start of the process to the first good answer of `/health/live`.
    public Duration startTime() {
        return startTime;
    }

    /// Stops it as a signal would, waits for its end and removes what it wrote.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new LakehouseException(Code.FAILED, "the private instance did not stop within " + STOP_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        } finally {
            Runtime.getRuntime().removeShutdownHook(onExit);
            scratch.close();
        }
    }

    private Duration awaitLife(long startedAt) {
        while (System.nanoTime() - startedAt < START_LIMIT.toNanos()) {
            if (Probe.get(uri.resolve("/health/live"), START_LIMIT).good()) {
                return Duration.ofNanos(System.nanoTime() - startedAt);
            }
            try {
                if (process.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        var said = said(scratch.file("log"));
        close();
        throw new LakehouseException(Code.FAILED, "the private instance did not come to life; it said: " + said);
    }

    /// Its own word on why it ended, else the last thing it said.
    private static String said(Path log) {
        try {
            var lines = Files.readAllLines(log).stream().filter(line -> !line.isBlank()).toList();
            return lines.stream().filter(line -> line.startsWith("lakehouse: ")).findFirst()
                    .orElse(lines.isEmpty() ? "nothing" : lines.getLast());
        } catch (IOException e) {
            throw new UncheckedIOException(log + " cannot be read", e);
        }
    }

    private static URI loopback(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
