package lakehouse.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import lakehouse.backup.Restoring;
import lakehouse.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Makes a data directory of a backup.
@Command(name = "restore", description = {"Makes a data directory of a backup: only where there is none, or an empty one.",
    "Every file is held against its checksum before anything is put in place; then the ledger is opened and audited."})
final class Restore implements Runnable {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "BACKUP", description = "The directory that 'backup' has made.")
    private Path backup;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "The data directory to be made.")
    private Path data;

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration in YAML: where the journal is kept, and the prices of attempts that were in flight. "
            + "Default: lakehouse.yaml in the working directory, where there is one.")
    private Optional<Path> config = Optional.empty();

    @Override
    public void run() {
        var made = Restoring.of(backup, Configuration.assemble(config, Map.of("data.dir", data.toString()), System.getenv()));
        var out = spec.commandLine().getOut();
        out.printf("%s: %,d rows, which agree with the journal, and %,d collections%n", data.toAbsolutePath().normalize(),
                made.audit().rows() + made.audit().rowsBefore(), made.collections());
        made.unreadable().forEach(name -> spec.commandLine().getErr()
                .println("collection " + name + " cannot be opened, as it could not when it was backed up"));
        if (made.untold()) {
            out.println(
                    "Langfuse is not told again of calls that were made before the backup; 'lakehouse usage resend' has it told.");
        }
        out.println("Start the service on it, and run 'lakehouse usage audit'.");
    }
}
