package lakehouse.command;

import java.util.Optional;
import java.util.concurrent.Callable;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;
import lakehouse.remote.RemoteService;
import lakehouse.remote.SqlClient;
import lakehouse.shell.Form;
import lakehouse.shell.NamedQuestions;
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
        if (list) {
            out.print(NamedQuestions.list());
            out.flush();
            return 0;
        }
        var sql = NamedQuestions.sql(question.orElseThrow(() -> new LakehouseException(Code.CONFIGURATION,
                "what is the question? A SELECT, or the name of a query (sql --list)")));
        try (RemoteService service = remote.service()) {
            var answer = shape.form().ask(new SqlClient(service), sql, width());
            out.print(answer.text());
            out.flush();
            answer.notes().forEach(spec.commandLine().getErr()::println);
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
