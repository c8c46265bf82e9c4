package lakehouse.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Holds the journal against the table.
@Command(name = "audit", description = {
    "Counts the ledger from both sides, the journal's and the table's, and names what differs.",
    "It goes through the whole table: over millions of rows that takes a while. Exits with 1 where the two do not agree."})
final class Audit implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private RemoteOptions remote;

    @Option(names = "--json", description = "Print the service's answer (GET /v1/usage/audit).")
    private boolean json;

    @Override
    public Integer call() {
        try (var service = remote.service()) {
            var audit = service.get("/v1/usage/audit");
            if (json) {
                spec.commandLine().getOut().println(audit);
            } else {
                print(audit, spec.commandLine().getOut());
            }
            return audit.path("agrees").asBoolean() ? 0 : 1;
        }
    }

    private static void print(JsonNode audit, PrintWriter out) {
        out.printf("journal: %,d accepted = %,d in flight + %,d settled%n", audit.path("accepted").asLong(),
                audit.path("in_flight").asLong(), audit.path("settled").asLong());
        out.printf("table:   %,d rows + %,d expired + %,d dead letters + %,d spooled%n", audit.path("rows").asLong(),
                audit.path("expired").asLong(), audit.path("dead_letters").size(), audit.path("spooled").asLong());
        if (audit.path("rows_before_journal").asLong() > 0) {
            out.printf("         and %,d rows from before there was a journal%n", audit.path("rows_before_journal").asLong());
        }
        audit.path("dead_letters").forEach(letter -> out.printf("dead letter: call %s attempt %d: %s%n",
                letter.path("call_id").asText(), letter.path("attempt").asInt(), letter.path("reason").asText()));
        audit.path("differences").forEach(difference -> tell(difference, out));
        if (audit.at("/generations/on").asBoolean()) {
            tellGenerations(audit.path("generations"), out);
        }
        out.println(audit.path("agrees").asBoolean() ? "They agree." : "They do not agree.");
    }

    private static void tellGenerations(JsonNode generations, PrintWriter out) {
        var compared = generations.path("compared");
        out.printf("Langfuse: %,d of %,d generations since %s acknowledged, %,d wait, %,d rejected, %,d unexplained%n",
                compared.path("acknowledged").asLong(), compared.path("rows").asLong(), compared.path("from").asText(),
                generations.path("waiting").asLong(), generations.path("rejected").asLong(),
                compared.path("unexplained").asLong());
    }

    private static void tell(JsonNode difference, PrintWriter out) {
        out.printf("segment %d: %,d settled in the journal, %,d in the table; calls %s to %s%n",
                difference.path("segment").asLong(),
                difference.path("in_journal").asLong(), difference.path("in_table").asLong(),
                difference.path("first_call").asText(), difference.path("last_call").asText());
        difference.path("missing").forEach(key -> out.printf("  the table lacks call %s attempt %d%n",
                key.path("call_id").asText(), key.path("attempt").asInt()));
        difference.path("unexpected").forEach(key -> out.printf("  the journal does not know call %s attempt %d%n",
                key.path("call_id").asText(), key.path("attempt").asInt()));
    }
}
