package gateway.v1.protocol.openai;

import gateway.v1.attempt.AnswerWriter;
import gateway.v1.call.Call;
import gateway.v1.call.Passage;
import gateway.v1.call.Protocol;
import gateway.v1.protocol.Adapter;
import gateway.v1.protocol.Body;
import gateway.v1.protocol.Caller;
import gateway.v1.protocol.Doubts;
import java.util.Optional;

/// OpenAI's responses: `POST /v1/responses`. Nothing is kept: what refers to an earlier response is for a provider that
/// keeps them itself.
public final class OpenAiResponse implements Adapter {

    @Override
    public Reading read(Body body) {
        var doubts = new Doubts();
        var request = new OpenAiResponseRequest(body, doubts).read();
        return new Reading(request, Optional.of(new Passage(Protocol.OPENAI, "/responses", body.json())),
                body.text("user").or(() -> body.text("safety_identifier")), doubts.first());
    }

    @Override
    public AnswerWriter answer(Caller caller, Call call, Body body) {
        var document = new OpenAiResponseDocument(call, body);
        return call.request().stream()
                ? new OpenAiResponseStream(caller, document)
                : new OpenAiResponseAnswer(caller, document);
    }
}
