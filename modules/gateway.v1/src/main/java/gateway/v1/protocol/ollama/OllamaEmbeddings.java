package gateway.v1.protocol.ollama;

import gateway.v1.attempt.AnswerWriter;
import gateway.v1.call.Call;
import gateway.v1.call.Json;
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
import java.util.OptionalInt;
import java.util.Set;

/// `POST /api/embeddings`, Ollama's older way: one text, one vector. No text is no error, it loads the model.
public final class OllamaEmbeddings implements Adapter {

    private static final Set<String> KNOWN = Set.of("provider", "model", "prompt", "options");

    @Override
    public Reading read(Body body) {
        var doubts = new Doubts();
        doubts.others("", body, KNOWN, OllamaOptions.HARMLESS_FIELDS);
        new OllamaOptions(body, doubts).ignoreSampling();
        var texts = body.text("prompt").filter(text -> !text.isEmpty()).map(List::of).orElse(List.of());
        return new Reading(new ModelRequest.Embed(body.selection(), texts, OptionalInt.empty()),
                Optional.of(new Passage(Protocol.OLLAMA, "/api/embeddings", body.json())), Optional.empty(), doubts.first());
    }

    @Override
    public AnswerWriter answer(Caller caller, Call call, Body body) {
        return new OllamaRefusing(call, new WholeAnswer(caller, (frame, row) -> {
            var answer = Json.object();
            OllamaEmbed.numbers(answer.putArray("embedding"), OllamaEmbed.vectors(frame).getFirst());
            return answer;
        }));
    }
}
