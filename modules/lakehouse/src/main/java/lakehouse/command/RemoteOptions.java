package lakehouse.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import lakehouse.configuration.Configuration;
import lakehouse.remote.Access;
import lakehouse.remote.RemoteService;
import picocli.CommandLine.Option;

/// Which running service a command asks, and with which key.
final class RemoteOptions {

    @Option(names = "--url", paramLabel = "URL", description = "The service to ask. Default: server.host and server.port, read as 'serve' reads them.")
    private Optional<String> url = Optional.empty();

    @Option(names = "--key", paramLabel = "KEY", description = "The key to ask with. Default: $LAKEHOUSE_KEY, which other users of the machine cannot see; "
            + "else, without --url, the first of auth.keys that has the scope admin.")
    private Optional<String> key = Optional.empty();

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration in YAML. Default: lakehouse.yaml in the working directory, where there is one.")
    private Optional<Path> config = Optional.empty();

    /// Where the service that is configured keeps its data; empty where another one was named.
    Optional<Path> dataDirectory() {
        return url.isPresent()
                ? Optional.empty()
                : Optional.of(Path.of(Configuration.assemble(config, Map.of(), System.getenv()).value("data.dir")));
    }

    /// Whether another service was named than the one that is configured here.
    boolean isElsewhere() {
        return url.isPresent();
    }

    /// What is configured here.
    ///
    /// @param told what was told besides, on the command line
    Configuration configuration(Map<String, String> told) {
        return Configuration.assemble(config, told, System.getenv());
    }

    /// The service to ask.
    RemoteService service() {
        var environment = System.getenv();
        return new RemoteService(
                Access.of(url, key, environment, () -> Configuration.assemble(config, Map.of(), environment)));
    }
}
