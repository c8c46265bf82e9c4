package gateway.v1.protocol;

import gateway.v1.attempt.AnswerWriter;
import gateway.v1.call.Call;
import gateway.v1.call.Fault;
import gateway.v1.call.ModelRequest;
import gateway.v1.call.Passage;
import gateway.v1.call.Protocol;
import gateway.v1.call.Selection;
import gateway.v1.config.GatewaySettings;
import java.util.Optional;
import java.util.OptionalInt;

/// Texts to be turned into vectors, in Ollama's words (`/ai/embed`). Goes to the sidecar as it came.
final class OllamaEmbed implements Adapter {

    @Override
    public Reading read(Body body) {
        var texts = body.texts("input");
        if (texts.isEmpty()) {
            throw Fault.invalid("input", "input is missing or empty").asException();
        }
        return new Reading(new ModelRequest.Embed(sidecar(body), texts, OptionalInt.empty()),
                Optional.of(new Passage(Protocol.OLLAMA, "/api/embed", body.json())),
                Optional.empty(), Optional.empty());
    }

    @Override
    public AnswerWriter answer(Caller caller, Call call, Body body) {
        return passing(caller, call, body);
    }

    /// What is called by the legacy paths: the sidecar, whatever else is configured.
    static Selection sidecar(Body body) {
        return new Selection(Optional.of(GatewaySettings.SIDECAR), body.text("model"));
    }
}
