package gateway.v1.protocol.ollama;

import gateway.v1.attempt.AnswerWriter;
import gateway.v1.call.Call;
import gateway.v1.call.ModelRequest.Completion.Form;
import gateway.v1.call.ModelRequest;
import gateway.v1.call.Passage;
import gateway.v1.call.Protocol;
import gateway.v1.protocol.Adapter;
import gateway.v1.protocol.Body;
import gateway.v1.protocol.Caller;
import gateway.v1.protocol.Doubts;
import java.util.Optional;
import java.util.Set;

/// `POST /api/generate` and the legacy `/ai/generate`: a prompt to be continued, in Ollama's words. One that is empty is no
/// error, it loads the model.
///
/// @param reach whose models may be meant
public record OllamaGenerate(OllamaReach reach) implements Adapter {

    private static final Set<String> KNOWN = Set.of("provider", "model", "prompt", "system", "raw", "images", "stream", "format",
            "options", "think");

    @Override
    public Reading read(Body body) {
        var doubts = new Doubts();
        doubts.others("", body, KNOWN, OllamaOptions.HARMLESS_FIELDS);
        // These two are of no use to anyone else, but they must be what they are.
        body.text("template");
        body.text("suffix");
        var request = new ModelRequest.Completion(reach.selection(body), body.text("prompt").orElse(""), 0,
                body.text("system").filter(text -> !text.isEmpty()), body.flag("raw", false) ? Form.RAW : Form.TURN,
                Pictures.read(body.texts("images"), doubts), new OllamaOptions(body, doubts).read(), body.flag("stream", true));
        return new Reading(request, Optional.of(new Passage(Protocol.OLLAMA, "/api/generate", body.json())), Optional.empty(),
                doubts.first());
    }

    @Override
    public AnswerWriter answer(Caller caller, Call call, Body body) {
        return OllamaPieces.GENERATE.writer(caller, call);
    }
}
