package gateway.v1.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import usage.store.AttemptRow;

/// What answers tell of the row that the ledger has of them, in every protocol alike.
public final class LedgerFacts {

    private LedgerFacts() {}

    /// Adds what ours say besides: `provider`, `cost`, `latency_ms`.
    public static void add(ObjectNode answer, AttemptRow row) {
        answer.put("provider", row.intent().what().provider().orElseThrow());
        row.cost().ifPresentOrElse(cost -> answer.putObject("cost").put("value", cost.value()).put("currency", cost.currency()),
                () -> answer.putNull("cost"));
        answer.put("latency_ms", row.latencyMillis());
    }

    /// The model that answered, else the one that was asked.
    public static String model(AttemptRow row) {
        return row.settlement().responseModel().or(() -> row.intent().what().targetModel()).orElseThrow();
    }
}
