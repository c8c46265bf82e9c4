package gateway.v1.routes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.attempt.Router;
import gateway.v1.attempt.Target;
import gateway.v1.call.Call;
import gateway.v1.call.GatewayException;
import gateway.v1.call.Json;
import gateway.v1.call.ModelRequest;
import gateway.v1.call.Protocol;
import gateway.v1.protocol.Body;
import gateway.v1.protocol.Caller;
import gateway.v1.protocol.ollama.OllamaOptions;
import gateway.v1.protocol.ollama.OllamaPieces;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;

/// Requests in Ollama's words that ask a model nothing: without a prompt they load it, and let it go where it is to be kept for no
/// time. Providers of Ollama's kind get them as calls. Elsewhere there is nothing to load: they are answered here as Ollama
/// answers them, and as nothing is sent to anybody and no model is asked, they make no row.
public final class OllamaLoading {

    private static final System.Logger LOG = System.getLogger(OllamaLoading.class.getName());

    private final Router router;

    public OllamaLoading(Router router) {
        this.router = router;
    }

    /// Answers the call, where it is such a request and not all of its targets are of Ollama's kind.
    ///
    /// @return whether it is answered
    boolean answers(Call call, Body body, Caller caller) {
        if (call.passage(Protocol.OLLAMA).isEmpty() || !asksNothing(call.request())) {
            return false;
        }
        var targets = targets(call);
        boolean isOurs = !targets.stream().allMatch(target -> target.provider().protocol() == Protocol.OLLAMA);
        if (isOurs) {
            answer(call, body, caller, targets.getFirst());
        }
        return isOurs;
    }

    private static boolean asksNothing(ModelRequest request) {
        return switch (request) {
            case ModelRequest.Chat chat -> chat.messages().isEmpty();
            case ModelRequest.Completion completion -> completion.prompt().isEmpty();
            case ModelRequest.Embed embed -> embed.texts().isEmpty();
            case ModelRequest.Rerank _ -> false;
        };
    }

    /// None where it leads nowhere: that is refused, and rowed, like every such call.
    private List<Target> targets(Call call) {
        try {
            return router.targets(call.request());
        } catch (GatewayException e) {
            LOG.log(Level.DEBUG, "call {0} leads nowhere: {1}", call.admission().callId(), e.getMessage());
            return List.of();
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
