package lakehouse.command;

import java.util.Optional;
import java.util.concurrent.Callable;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;
import lakehouse.remote.RemoteService;
import lakehouse.remote.SqlClient;
import lakehouse.remote.TextTable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import usage.store.LedgerException;
import usage.store.NamedQuery;

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
    }

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        if (list) {
            NamedQuery.all().forEach(query -> out.println("%-18s %s".formatted("@" + query.name(), query.purpose())));
            return 0;
        }
        var sql = text(question.orElseThrow(() -> new LakehouseException(Code.CONFIGURATION,
                "what is the question? A SELECT, or the name of a query (sql --list)")));
        try (RemoteService service = remote.service()) {
            var client = new SqlClient(service);
            if (shape.csv) {
                out.print(client.csv(sql));
                out.flush();
            } else if (shape.json) {
                out.println(client.ask(sql).toPrettyString());
            } else {
                out.print(TextTable.of(client.ask(sql), width()));
                out.flush();
            }
        }
        return 0;
    }

    /// Without a terminal nothing is too wide.
    private int width() {
        var console = System.console();
        return console != null && console.isTerminal() ? spec.commandLine().getUsageHelpWidth() : Integer.MAX_VALUE;
    }

    private static String text(String question) {
        try {
            return question.startsWith("@") ? NamedQuery.of(question.substring(1)).sql() : question;
        } catch (LedgerException e) {
            throw new LakehouseException(Code.CONFIGURATION, e.getMessage(), e);
        }
    }
}
