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

/// OpenAI's completions of a prompt: `POST /v1/completions`.
public final class OpenAiCompletion implements Adapter {

    @Override
    public Reading read(Body body) {
        var doubts = new Doubts();
        var request = new OpenAiCompletionRequest(body, doubts).read();
        return new Reading(request, Optional.of(new Passage(Protocol.OPENAI, "/completions", body.json())), body.text("user"),
                doubts.first());
    }

    @Override
    public AnswerWriter answer(Caller caller, Call call, Body body) {
        return call.request().stream()
                ? new OpenAiCompletionStream(caller, call, OpenAiChatRequest.wantsUsage(body))
                : new OpenAiCompletionAnswer(caller, call);
    }
}
