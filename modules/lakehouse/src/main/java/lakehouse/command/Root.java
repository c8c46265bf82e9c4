package lakehouse.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The command line as a whole.
@Command(name = "lakehouse", subcommands = {Serve.class, Usage.class, Sql.class, Backup.class, Restore.class, Doctor.class,
    Bench.class, Train.class,
    Version.class}, synopsisSubcommandLabel = "COMMAND", mixinStandardHelpOptions = true, scope = ScopeType.INHERIT, versionProvider = Version.Text.class, sortOptions = false, descriptionHeading = "%n", optionListHeading = "%nOptions:%n", parameterListHeading = "%nParameters:%n", commandListHeading = "%nCommands:%n", footerHeading = "%n", description = "The LLM gateway that accounts for every call.", footer = "Exit codes: 0 done, 1 failed, 2 wrong command line or configuration, 3 data directory or port in use.")
public final class Root implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show where in the program a failure happened.")
    private boolean verbose;

    /// Whether failures are to be told with their stack trace.
    public boolean verbose() {
        return verbose;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(),
                "which command? serve, usage, sql, backup, restore, doctor, bench, train or version");
    }
}
