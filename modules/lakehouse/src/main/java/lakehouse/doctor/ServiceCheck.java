package lakehouse.doctor;

import java.time.Duration;
import java.util.stream.Stream;
import lakehouse.LakehouseException;
import lakehouse.configuration.Configuration;
import lakehouse.instance.Probe;
import lakehouse.instance.Probe.Answer;
import lakehouse.service.GatewayAddress;
import lakehouse.service.ListeningPort;

/// The port is free, or our own service has it; and that is ready.
final class ServiceCheck implements Check {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public Stream<Finding> look(Configuration configuration) {
        int port = Integer.parseInt(configuration.value("server.port").strip());
        if (port == 0) {
            return Stream.of(Finding.warn("port", "server.port is 0: the service takes any, and it cannot be looked for."));
        }
        var where = configuration.value("server.host") + ":" + port;
        try {
            ListeningPort.check(configuration);
            return Stream.of(Finding.ok("port", where + " is free."),
                    Finding.warn("service", "Nothing listens on " + where + ": the service does not run."));
        } catch (LakehouseException e) {
            return e.code() == LakehouseException.Code.IN_USE
                    ? taken(configuration, port, where)
                    : Stream.of(Finding.fail("port", e.getMessage()));
        }
    }

    private static Stream<Finding> taken(Configuration configuration, int port, String where) {
        var service = GatewayAddress.of(configuration.config(), port);
        if (!Probe.get(service.resolve("/health/started"), PATIENCE).good()) {
            return Stream.of(Finding.fail("port", where + " is held by something that does not answer as Lakehouse does."));
        }
        return Stream.of(Finding.ok("port", where + " is held by the service."),
                switch (Probe.get(service.resolve("/health/ready"), PATIENCE)) {
                    case Answer answer when answer.good() -> Finding.ok("service", service + " is ready.");
                    case Answer answer -> Finding.fail("service",
                            service + " is not ready (" + answer + "): GET /health/ready tells why.");
                });
    }
}
