package gateway.v1.protocol.anthropic;

import gateway.v1.attempt.AnswerWriter;
import gateway.v1.call.Call;
import gateway.v1.call.Passage;
import gateway.v1.call.Protocol;
import gateway.v1.protocol.Adapter;
import gateway.v1.protocol.Body;
import gateway.v1.protocol.Caller;
import gateway.v1.protocol.Doubts;
import java.util.Optional;
import java.util.Set;

/// `POST /v1/messages`, in Anthropic's shape.
public final class AnthropicMessages implements Adapter {

    /// Headers that say how a request is meant.
    public static final Set<String> HEADERS = Set.of("anthropic-version", "anthropic-beta");

    @Override
    public Reading read(Body body) {
        var doubts = new Doubts();
        var request = new AnthropicRequest(body, doubts);
        return new Reading(request.read(), Optional.of(new Passage(Protocol.ANTHROPIC, "/v1/messages", body.json())),
                request.endUser(), doubts.first());
    }

    @Override
    public Set<String> headers() {
        return HEADERS;
    }

    @Override
    public AnswerWriter answer(Caller caller, Call call, Body body) {
        boolean thinking = AnthropicRequest.showsThinking(body);
        return call.request().stream()
                ? new AnthropicStream(caller, call, thinking)
                : new AnthropicAnswer(caller, call, thinking);
    }
}
