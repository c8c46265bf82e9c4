package lakehouse.command;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import lakehouse.remote.RemoteService;
import lakehouse.remote.SqlClient;
import lakehouse.shell.Form;
import lakehouse.shell.NamedQuestions;
import lakehouse.shell.Script;
import lakehouse.shell.Session;
import lakehouse.shell.Shell;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Asks the ledger of a running service in SQL.
@Command(name = "sql", description = {
    "Asks the ledger of a running service: one SELECT over the views calls, usage_hourly and prices.",
    "Without a question: a session on a terminal; elsewhere what standard input asks, each question ended by ';'.",
    "The key needs the scope admin, where keys are configured."})
final class Sql implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private RemoteOptions remote;

    @Parameters(arity = "0..1", paramLabel = "SELECT|@NAME", description = "The question, or the name of one that comes along (--list).")
    private Optional<String> question = Optional.empty();

    @Option(names = "--list", description = "List the questions that come along.")
    private boolean list;

    @ArgGroup(exclusive = false, heading = "%nA copy for other programs:%n")
    private SnapshotOptions snapshot;

    @ArgGroup
    private Shape shape = new Shape();

    /// How the answer is printed.
    private static final class Shape {

        @Option(names = "--csv", description = "Print the answer as CSV.")
        private boolean csv;

        @Option(names = "--json", description = "Print the answer as JSON.")
        private boolean json;

        private Form form() {
            return csv ? Form.CSV : json ? Form.JSON : Form.TABLE;
        }
    }

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        var err = spec.commandLine().getErr();
        if (snapshot != null) {
            return snapshot.serve(remote, question, out);
        }
        if (list) {
            out.print(NamedQuestions.list());
            out.flush();
            return 0;
        }
        try (RemoteService service = remote.service()) {
            var client = new SqlClient(service);
            if (question.isPresent()) {
                var answer = shape.form().ask(client, NamedQuestions.sql(question.get()), width());
                out.print(answer.text());
                out.flush();
                answer.notes().forEach(err::println);
            } else if (isOnTerminal()) {
                Shell.run(client, shape.form());
            } else {
                var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
                new Script(new Session(client, shape.form(), this::width), out, err).run(in);
            }
        }
        return 0;
    }

    /// Without a terminal nothing is too wide.
    private int width() {
        return isOnTerminal() ? spec.commandLine().getUsageHelpWidth() : Integer.MAX_VALUE;
    }

    private static boolean isOnTerminal() {
        var console = System.console();
        return console != null && console.isTerminal();
    }
}
