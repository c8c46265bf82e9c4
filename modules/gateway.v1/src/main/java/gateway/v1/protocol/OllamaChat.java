package gateway.v1.protocol;

import gateway.v1.attempt.AnswerWriter;
import gateway.v1.call.Call;
import gateway.v1.call.Passage;
import gateway.v1.call.Protocol;
import java.util.Optional;

/// `POST /api/chat`: a conversation to be answered, in Ollama's words.
final class OllamaChat implements Adapter {

    @Override
    public Reading read(Body body) {
        var doubts = new Doubts();
        var request = new OllamaChatRequest(body, doubts).read();
        return new Reading(request, Optional.of(new Passage(Protocol.OLLAMA, "/api/chat", body.json())), Optional.empty(),
                doubts.first());
    }

    @Override
    public AnswerWriter answer(Caller caller, Call call, Body body) {
        return OllamaPieces.CHAT.writer(caller, call);
    }
}
