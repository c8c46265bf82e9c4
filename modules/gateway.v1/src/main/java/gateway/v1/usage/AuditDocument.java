package gateway.v1.usage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Json;
import java.util.List;
import usage.store.AttemptKey;
import usage.store.Audit;
import usage.store.Outbox;

/// An audit as JSON.
final class AuditDocument {

    private AuditDocument() {}

    /// @param generations what Langfuse has yet to be told of
    static ObjectNode of(Audit audit, Outbox.Figures generations) {
        var document = Json.object().put("object", "audit").put("as_of", audit.asOf().toString())
                .put("agrees", audit.differences().isEmpty()).put("accepted", audit.accepted()).put("in_flight", audit.inFlight())
                .put("settled", audit.settled()).put("spooled", audit.spooled()).put("rows", audit.rows())
                .put("rows_before_journal", audit.rowsBefore()).put("expired", audit.expired());
        var letters = document.putArray("dead_letters");
        audit.deadLetters().forEach(letter -> key(letters.addObject(), letter.key()).put("segment", letter.segment())
                .put("at", letter.at().toString()).put("reason", letter.reason()));
        var differences = document.putArray("differences");
        audit.differences().forEach(difference -> difference(differences.addObject(), difference));
        document.set("generations", GenerationsDocument.of(generations));
        return document;
    }

    private static void difference(ObjectNode node, Audit.Difference difference) {
        node.put("segment", difference.segment()).put("in_journal", difference.inJournal()).put("in_table", difference.inTable())
                .put("first_call", difference.firstCall().toString()).put("last_call", difference.lastCall().toString());
        keys(node.putArray("missing"), difference.missing());
        keys(node.putArray("unexpected"), difference.unexpected());
    }

    private static void keys(ArrayNode array, List<AttemptKey> keys) {
        keys.forEach(key -> key(array.addObject(), key));
    }

    private static ObjectNode key(ObjectNode node, AttemptKey key) {
        return node.put("call_id", key.callId().toString()).put("attempt", key.attempt());
    }
}
