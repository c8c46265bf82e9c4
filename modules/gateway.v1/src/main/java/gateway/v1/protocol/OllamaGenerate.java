package gateway.v1.protocol;

import gateway.v1.attempt.AnswerWriter;
import gateway.v1.call.Call;
import gateway.v1.call.ChatOptions;
import gateway.v1.call.ModelRequest;
import gateway.v1.call.Passage;
import gateway.v1.call.Protocol;
import java.util.Optional;

/// A prompt to be continued, in Ollama's words (`/ai/generate`). Goes to the sidecar as it came, and its answer comes
/// back as it is; an empty prompt is no error there, it loads the model.
final class OllamaGenerate implements Adapter {

    @Override
    public Reading read(Body body) {
        var request = new ModelRequest.Completion(OllamaEmbed.sidecar(body), body.text("prompt").orElse(""), body.text("system"),
                ModelRequest.Completion.Form.TURN, ChatOptions.NONE, body.flag("stream", true));
        return new Reading(request, Optional.of(new Passage(Protocol.OLLAMA, "/api/generate", body.json())), Optional.empty(),
                Optional.empty());
    }

    @Override
    public AnswerWriter answer(Caller caller, Call call, Body body) {
        return passing(caller, call, body);
    }
}
