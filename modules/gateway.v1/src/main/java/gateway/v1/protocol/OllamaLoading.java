package gateway.v1.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.attempt.Router;
import gateway.v1.attempt.Target;
import gateway.v1.call.Call;
import gateway.v1.call.GatewayException;
import gateway.v1.call.Json;
import gateway.v1.call.ModelRequest;
import gateway.v1.call.Protocol;
import gateway.v1.provider.OllamaProvider;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Requests in Ollama's words that ask a model nothing: without a prompt they load it, and let it go where it is to be kept for no
/// time. A provider of Ollama's kind gets them as calls. Elsewhere there is nothing to load: they are answered here as Ollama
/// answers them, and as nothing is sent to anybody and no model is asked, they make no row.
public final class OllamaLoading {

    private static final System.Logger LOG = System.getLogger(OllamaLoading.class.getName());

    private final Router router;

    public OllamaLoading(Router router) {
        this.router = router;
    }

    /// Answers the call, where it is such a request and its target is not of Ollama's kind.
    ///
    /// @return whether it is answered
    boolean answers(Call call, Body body, Caller caller) {
        var target = call.passage(Protocol.OLLAMA).filter(any -> asksNothing(call.request())).flatMap(any -> target(call))
                .filter(found -> !(found.provider() instanceof OllamaProvider));
        target.ifPresent(found -> answer(call, body, caller, found));
        return target.isPresent();
    }

    private static boolean asksNothing(ModelRequest request) {
        return switch (request) {
            case ModelRequest.Chat chat -> chat.messages().isEmpty();
            case ModelRequest.Completion completion -> completion.prompt().isEmpty();
            case ModelRequest.Embed embed -> embed.texts().isEmpty();
            case ModelRequest.Rerank _ -> false;
        };
    }

    /// Empty where there is none: that is refused, and rowed, like every call that leads nowhere.
    private Optional<Target> target(Call call) {
        try {
            return Optional.of(router.targets(call.request()).getFirst());
        } catch (GatewayException e) {
            LOG.log(Level.DEBUG, "call {0} leads nowhere: {1}", call.admission().callId(), e.getMessage());
            return Optional.empty();
        }
    }

    private static void answer(Call call, Body body, Caller caller, Target target) {
        try {
            caller.begin(call.admission().elapsed(), Map.of());
            caller.sendJson(document(call, body, call.request().selection().model().orElse(target.model())));
        } catch (GatewayException e) {
            LOG.log(Level.DEBUG, "call {0}: nobody was there to be told", call.admission().callId());
        }
    }

    private static ObjectNode document(Call call, Body body, String model) {
        return switch (call.passage().orElseThrow().path()) {
            case "/api/embed" -> Json.object().put("model", model).set("embeddings", Json.MAPPER.createArrayNode());
            case "/api/embeddings" -> Json.object().set("embedding", Json.MAPPER.createArrayNode());
            case "/api/chat" -> done(OllamaPieces.CHAT, call, body, model);
            default -> done(OllamaPieces.GENERATE, call, body, model);
        };
    }

    private static ObjectNode done(OllamaPieces pieces, Call call, Body body, String model) {
        return pieces.of(model, call.admission().acceptedAt(), "", "", List.of()).put("done", true).put("done_reason",
                OllamaOptions.keepsForNoTime(body) ? "unload" : "load");
    }
}
