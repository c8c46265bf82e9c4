package gateway.v1.protocol.ollama;

import gateway.v1.protocol.LedgerFacts;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.attempt.AnswerWriter;
import gateway.v1.call.Call;
import gateway.v1.call.Frame;
import gateway.v1.call.Json;
import gateway.v1.call.ModelEvent;
import gateway.v1.call.ModelRequest;
import gateway.v1.call.Passage;
import gateway.v1.call.Protocol;
import gateway.v1.protocol.Adapter;
import gateway.v1.protocol.Body;
import gateway.v1.protocol.Caller;
import gateway.v1.protocol.Doubts;
import gateway.v1.protocol.WholeAnswer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import usage.store.AttemptRow;

/// `POST /api/embed` and the legacy `/ai/embed`: texts to be turned into vectors, in Ollama's words. No text is no error, it
/// loads the model.
///
/// @param reach whose models may be meant
public record OllamaEmbed(OllamaReach reach) implements Adapter {

    private static final Set<String> KNOWN = Set.of("provider", "model", "input", "dimensions", "options");

    @Override
    public Reading read(Body body) {
        var doubts = new Doubts();
        doubts.others("", body, KNOWN, OllamaOptions.HARMLESS_FIELDS);
        new OllamaOptions(body, doubts).ignoreSampling();
        var texts = body.texts("input");
        var request = new ModelRequest.Embed(reach.selection(body), texts.equals(List.of("")) ? List.of() : texts,
                OllamaOptions.count(body, "dimensions"));
        return new Reading(request, Optional.of(new Passage(Protocol.OLLAMA, "/api/embed", body.json())), Optional.empty(),
                doubts.first());
    }

    @Override
    public AnswerWriter answer(Caller caller, Call call, Body body) {
        return new OllamaRefusing(call, new WholeAnswer(caller, OllamaEmbed::document));
    }

    private static ObjectNode document(Frame frame, AttemptRow row) {
        var answer = Json.object().put("model", LedgerFacts.model(row));
        var vectors = answer.putArray("embeddings");
        vectors(frame).forEach(vector -> numbers(vectors.addArray(), vector));
        answer.put("total_duration", row.latencyMillis() * 1_000_000);
        row.settlement().tokens().input().ifPresent(count -> answer.put("prompt_eval_count", count));
        return answer;
    }

    static List<float[]> vectors(Frame frame) {
        return frame.events().stream().filter(ModelEvent.Embedded.class::isInstance)
                .map(event -> ((ModelEvent.Embedded) event).vectors()).findFirst().orElse(List.of());
    }

    static ArrayNode numbers(ArrayNode node, float[] vector) {
        for (float number : vector) {
            node.add(number);
        }
        return node;
    }
}
