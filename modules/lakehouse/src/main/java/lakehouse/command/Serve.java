package lakehouse.command;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Optional;
import java.util.concurrent.Callable;
import lakehouse.configuration.Configuration;
import lakehouse.logging.LogFormat;
import lakehouse.service.Service;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs the service in the foreground.
@Command(name = "serve", description = {"Serves until it is told to stop (Ctrl-C or SIGTERM).",
    "Streams that are open then may end within the grace period (server.shutdown-grace-period, 30 s)."})
final class Serve implements Callable<Integer> {

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration in YAML. Default: lakehouse.yaml in the working directory, where there is one.")
    private Optional<Path> config = Optional.empty();

    @Option(names = "--data", paramLabel = "DIR", description = "Where everything is kept (data.dir). Default: ./data. Made where it does not exist.")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--port", paramLabel = "N", description = "Port to listen on (server.port). Default: 8080. 0 takes a free one.")
    private Optional<Integer> port = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
        var told = new HashMap<String, String>();
        data.ifPresent(directory -> told.put("data.dir", directory.toString()));
        port.ifPresent(number -> told.put("server.port", number.toString()));
        var configuration = Configuration.assemble(config, told, System.getenv());
        LogFormat.of(configuration.value("logging.format")).apply();
        try (var service = Service.start(configuration)) {
            service.awaitStop();
        }
        return 0;
    }
}
