package gateway.v1.protocol;

import gateway.v1.attempt.AnswerWriter;
import gateway.v1.call.Call;
import java.util.Optional;

/// `POST /v1/chat`: OpenAI's chat completions, with a `provider` beside the `model`.
final class OpenAiChat implements Adapter {

    @Override
    public Reading read(Body body) {
        return new Reading(OpenAiChatRequest.read(body), Optional.empty(), body.text("user"));
    }

    @Override
    public AnswerWriter answer(Caller caller, Call call, Body body) {
        return call.request().stream()
                ? new OpenAiChatStream(caller, call, OpenAiChatRequest.wantsUsage(body))
                : new OpenAiChatAnswer(caller, call);
    }
}
