package gateway.v1.protocol.ollama;

import gateway.v1.attempt.AnswerWriter;
import gateway.v1.call.Call;
import gateway.v1.call.Passage;
import gateway.v1.call.Protocol;
import gateway.v1.protocol.Adapter;
import gateway.v1.protocol.Body;
import gateway.v1.protocol.Caller;
import gateway.v1.protocol.Doubts;
import java.util.Optional;

/// `POST /api/chat`: a conversation to be answered, in Ollama's words.
public final class OllamaChat implements Adapter {

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
