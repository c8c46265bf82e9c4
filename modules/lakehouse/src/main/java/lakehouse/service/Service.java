package lakehouse.service;

import gateway.v1.ConfigurationException;
import io.helidon.Main;
import io.helidon.common.Weighted;
import io.helidon.microprofile.server.Server;
import io.helidon.spi.HelidonShutdownHandler;
import jakarta.enterprise.inject.spi.CDI;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;
import lakehouse.configuration.Configuration;
import lakehouse.systemd.Systemd;
import langfuse.export.LangfuseException;
import langfuse.export.LangfuseSettings;
import sidecar.embedded.EmbeddedSidecar;
import usage.store.LedgerException;
import usage.store.UsageQueries;
import vectord.service.VectorsException;

/// The running service: data directory, sidecar, then beans and server; stopped in the opposite order. A signal stops
/// it as [#close] does: the server gives open streams their grace, then the beans close what they hold, then the sidecar
/// goes and the data directory is let go.
public final class Service implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Service.class.getName());

    private final Held held = new Held();
    private final Systemd systemd = Systemd.of(System.getenv());

    private Service() {}

    /// Starts it; once this returns, it serves.
    ///
    /// @throws LakehouseException where it cannot start; nothing then stays behind
    public static Service start(Configuration configuration) {
        var service = new Service();
        try {
            service.run(configuration);
            return service;
        } catch (RuntimeException e) {
            service.close();
            throw understood(e);
        }
    }

    private void run(Configuration configuration) {
        LangfuseSettings.read(configuration.config());
        ListeningPort.check(configuration);
        Main.addShutdownHandler(new Last());
        held.hold(systemd);
        var data = held.hold(DataDirectory.take(Path.of(configuration.value("data.dir"))));
        configuration.config().getOptionalValue("usage.journal.dir", String.class).filter(text -> !text.isBlank())
                .ifPresent(journal -> DataDirectory.checkWritable("usage.journal.dir", Path.of(journal).toAbsolutePath()));
        var ready = sidecar(configuration.with("data.dir", data.path().toString()), data);
        var server = Server.builder().config(ready.config()).build();
        held.hold(server::stop);
        if (server.start().port() < 0) {
            throw new LakehouseException(Code.FAILED, "the server did not start; the log says why");
        }
        LOG.log(Level.INFO, "serving {0}, data in {1}, sidecar {2}{3}, java {4}, started in {5} ms",
                GatewayAddress.of(ready.config(), server.port()), data.path(), ready.value("sidecar.url"),
                configuration.value("sidecar.url").equals("embedded") ? " (embedded)" : "", Runtime.version(),
                String.valueOf(ManagementFactory.getRuntimeMXBean().getUptime()));
        announce(GatewayAddress.of(ready.config(), server.port()), configuration);
    }

    /// To systemd, that it serves; and on a signal, before anything else is done, that it drains.
    private void announce(URI address, Configuration configuration) {
        var queries = CDI.current().select(UsageQueries.class).get();
        var grace = Duration.parse(configuration.value("server.shutdown-grace-period"));
        Main.addShutdownHandler(new First(() -> systemd.stopping(new Draining(queries, Instant.now().plus(grace)))));
        systemd.ready(() -> "serving " + address, new SelfCheck(address));
    }

    private Configuration sidecar(Configuration configuration, DataDirectory data) {
        if (!configuration.value("sidecar.url").equals("embedded")) {
            return configuration;
        }
        var sidecar = held.hold(EmbeddedSidecar.start(data.path().resolve("sidecar"),
                Integer.parseInt(configuration.value("sidecar.port"))));
        return configuration.with("sidecar.url", sidecar.uri().toString());
    }

    /// Waits until it was stopped.
    public void awaitStop() throws InterruptedException {
        held.awaitClose();
    }

    @Override
    public void close() {
        held.close();
    }

    private static LakehouseException understood(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case LakehouseException told -> {
                    return told;
                }
                case ConfigurationException told -> {
                    return new LakehouseException(Code.CONFIGURATION, told.getMessage(), failure);
                }
                case LangfuseException told -> {
                    return new LakehouseException(Code.CONFIGURATION, told.getMessage(), failure);
                }
                case LedgerException told -> {
                    return new LakehouseException(
                            told.code() == LedgerException.Code.NEWER_FORMAT ? Code.CONFIGURATION : Code.FAILED,
                            told.getMessage(), failure);
                }
                case VectorsException told -> {
                    return new LakehouseException(
                            told.code() == VectorsException.Code.NEWER_FORMAT ? Code.CONFIGURATION : Code.FAILED,
                            told.getMessage(), failure);
                }
                default -> {
                    // What it was caused by may say more.
                }
            }
        }
        return new LakehouseException(Code.FAILED, "could not start: " + failure, failure);
    }

    /// What is done on a signal before Helidon stops anything: its own handler of the beans weighs twice the usual.
    private record First(Runnable deed) implements HelidonShutdownHandler, Weighted {

        @Override
        public double weight() {
            return Weighted.DEFAULT_WEIGHT * 3;
        }

        @Override
        public void shutdown() {
            deed.run();
        }
    }

    /// On a signal Helidon stops the server and the beans first; what they stand on goes last.
    private final class Last implements HelidonShutdownHandler, Weighted {

        @Override
        public double weight() {
            return Weighted.DEFAULT_WEIGHT / 2;
        }

        @Override
        public void shutdown() {
            close();
        }
    }
}
