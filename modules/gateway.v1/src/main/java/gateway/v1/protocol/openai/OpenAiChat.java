package gateway.v1.protocol.openai;

import gateway.v1.attempt.AnswerWriter;
import gateway.v1.call.Call;
import gateway.v1.call.Passage;
import gateway.v1.call.Protocol;
import gateway.v1.protocol.Adapter;
import gateway.v1.protocol.Body;
import gateway.v1.protocol.Caller;
import gateway.v1.protocol.Doubts;
import gateway.v1.protocol.PassedThrough;
import java.util.Optional;

/// OpenAI's chat completions: `POST /v1/chat/completions` as they are, and `POST /v1/chat`, whose answers add `provider`,
/// `cost` and `latency_ms`.
///
/// @param own whether the answer is the system's own, with these
public record OpenAiChat(boolean own) implements Adapter {

    @Override
    public Reading read(Body body) {
        var doubts = new Doubts();
        var request = new OpenAiChatRequest(body, doubts).read();
        return new Reading(request, Optional.of(new Passage(Protocol.OPENAI, "/chat/completions", body.json())),
                body.text("user").or(() -> body.text("safety_identifier")),
                doubts.first());
    }

    @Override
    public AnswerWriter answer(Caller caller, Call call, Body body) {
        return call.request().stream()
                ? new OpenAiChatStream(caller, call, OpenAiChatRequest.wantsUsage(body), own)
                : new OpenAiChatAnswer(caller, call, own);
    }

    @Override
    public AnswerWriter passing(Caller caller, Call call, Body body) {
        var passing = new PassedThrough(caller);
        return own ? new PassedAndRowed(passing, call) : passing;
    }
}
