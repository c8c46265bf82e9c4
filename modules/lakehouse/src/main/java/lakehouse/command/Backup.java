package lakehouse.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Optional;
import lakehouse.LakehouseException;
import lakehouse.backup.Backups;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Backs everything up.
@Command(name = "backup", description = {
    "Copies ledger and collections while the service goes on, into a directory below backup.dir (default: backups in data.dir).",
    "Where nothing listens, it copies the data directory itself, which it holds meanwhile. 'restore' makes a data directory of it."})
final class Backup implements Runnable {

    @Spec
    private CommandSpec spec;

    @Mixin
    private RemoteOptions remote;

    @Option(names = "--to", paramLabel = "DIR|NAME", description = "A directory in which it gets a name by its moment, or its own name. Relative: below backup.dir. "
            + "A running service makes none elsewhere. Default: backup.dir.")
    private Optional<String> to = Optional.empty();

    @Option(names = "--data", paramLabel = "DIR", description = "The data directory of a service that does not run. Default: data.dir.")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--json", description = "Print the answer as JSON.")
    private boolean json;

    @Override
    public void run() {
        var made = made();
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(made);
            return;
        }
        out.println(made.path("path").asText());
        out.printf("%,d bytes in %,d files: %s, %,d segments of the journal, %,d collections; %s s%n",
                made.path("bytes").asLong(),
                made.path("files").asLong(),
                made.path("rows").isNumber()
                        ? "%,d rows".formatted(made.path("rows").asLong())
                        : "the ledger of a service that does not run",
                made.path("segments").asLong(), made.path("collections").asLong(), made.path("seconds").asText());
    }

    private JsonNode made() {
        try (var service = remote.service()) {
            var request = JsonNodeFactory.instance.objectNode();
            to.ifPresent(name -> request.put("to", name));
            return service.post("/v1/admin/backup", request);
        } catch (LakehouseException failure) {
            if (failure.getCause() instanceof ConnectException && !remote.isElsewhere()) {
                var told = new HashMap<String, String>();
                data.ifPresent(directory -> told.put("data.dir", directory.toString()));
                return Backups.ofStopped(remote.configuration(told), to);
            }
            throw failure;
        }
    }
}
