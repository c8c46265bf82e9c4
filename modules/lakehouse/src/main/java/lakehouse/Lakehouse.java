package lakehouse;

import java.io.PrintWriter;
import lakehouse.command.Root;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// Entry of the process: runs one command and exits with its code.
public final class Lakehouse {

    private Lakehouse() {}

    public static void main(String... args) {
        System.exit(run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args));
    }

    /// Runs a command.
    ///
    /// @return 0 where it did as it was told, 2 where the command line or the configuration is wrong, 3 where something
    ///         else has the data directory or the port, 1 for any other failure
    static int run(PrintWriter out, PrintWriter err, String... args) {
        var line = new CommandLine(new Root()).setOut(out).setErr(err).setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(Lakehouse::misused).setExecutionExceptionHandler(Lakehouse::failed);
        // What follows the name of a benchmark is the benchmark's.
        line.getSubcommands().get("bench").setStopAtPositional(true);
        return line.execute(args);
    }

    private static int misused(ParameterException misuse, String[] args) {
        var line = misuse.getCommandLine();
        line.getErr().println("lakehouse: " + misuse.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(misuse, line.getErr())) {
            line.getErr().println("Try: " + line.getCommandSpec().qualifiedName() + " --help");
        }
        return LakehouseException.Code.CONFIGURATION.exit();
    }

    private static int failed(Exception failure, CommandLine line, ParseResult parsed) {
        boolean foreseen = failure instanceof LakehouseException;
        line.getErr().println("lakehouse: " + (foreseen ? failure.getMessage() : failure + " (--verbose shows where)"));
        if (line.getCommandSpec().root().userObject() instanceof Root root && root.verbose()) {
            failure.printStackTrace(line.getErr());
        }
        return failure instanceof LakehouseException told ? told.code().exit() : LakehouseException.Code.FAILED.exit();
    }
}
