package gateway.v1.routes;

import gateway.v1.attempt.Router;
import gateway.v1.call.ChatOptions;
import gateway.v1.call.Fault;
import gateway.v1.call.GatewayException;
import gateway.v1.call.Json;
import gateway.v1.call.ModelRequest.Completion.Form;
import gateway.v1.call.ModelRequest;
import gateway.v1.call.Protocol;
import gateway.v1.call.Selection;
import gateway.v1.protocol.Body;
import gateway.v1.protocol.Caller;
import gateway.v1.protocol.ErrorShape;
import gateway.v1.protocol.ollama.OllamaRefusing;
import gateway.v1.provider.ListedModel;
import gateway.v1.provider.Provider;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// What Ollama's clients ask besides calling models: which there are, what one can do, which are loaded, and whether anybody is
/// there. No row is made of it. What changes models (`/api/pull`, `/api/create`, …) is not there: that is done at the provider.
public final class OllamaMetadata implements HttpService {

    /// Of which version clients take us to be, where no server of Ollama's kind is asked: one whose protocol is spoken here.
    private static final String VERSION = "0.12.6";
    private static final int LONGEST_QUESTION = 1 << 20;
    private static final byte[] RUNNING = "Ollama is running".getBytes(StandardCharsets.US_ASCII);

    private final Router router;
    private final Catalogue catalogue;
    private final Provider usual;

    /// @param usual the default provider, which is asked what is asked of no model
    public OllamaMetadata(Router router, Catalogue catalogue, Provider usual) {
        this.router = router;
        this.catalogue = catalogue;
        this.usual = usual;
    }

    @Override
    public void routing(HttpRules rules) {
        List.of("/", "/api/tags", "/api/version").forEach(path -> rules.head(path, (request, response) -> response.send()));
        rules.get("/",
                (request, response) -> response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8").send(RUNNING));
        metadata(rules, Method.GET, "/api/tags", (request, caller) -> caller.sendJson(OllamaLists.tags(catalogue.all())));
        metadata(rules, Method.GET, "/api/ps", (request, caller) -> caller.send("application/json",
                ollama("/api/ps").orElseGet(() -> Json.bytes(Json.object().set("models",
                        Json.MAPPER.createArrayNode())))));
        metadata(rules, Method.GET, "/api/version", (request, caller) -> caller.send("application/json",
                ollama("/api/version").orElseGet(() -> Json.bytes(Json.object().put("version", VERSION)))));
        metadata(rules, Method.POST, "/api/show", this::show);
    }

    private Optional<byte[]> ollama(String path) {
        return usual.protocol() == Protocol.OLLAMA ? Optional.of(usual.look(path, Optional.empty())) : Optional.empty();
    }

    private void show(ServerRequest request, Caller caller) {
        var body = Body.parse(Incoming.bytes(request, LONGEST_QUESTION));
        var name = body.text("model").filter(text -> !text.isEmpty()).or(() -> body.text("name"))
                .orElseThrow(() -> Fault.invalid("model", "model is missing").asException());
        var selection = new Selection(Optional.empty(), Optional.of(name));
        try {
            var target = router.target(new ModelRequest.Completion(selection, "", Optional.empty(), Form.TURN, ChatOptions.NONE,
                    false));
            if (target.provider().protocol() == Protocol.OLLAMA) {
                body.json().remove("name");
                caller.send("application/json",
                        target.provider().look("/api/show", Optional.of(body.json().put("model", target.model()))));
            } else {
                caller.sendJson(OllamaLists.show(new Catalogue.Entry(name, target.provider().name(),
                        catalogue.find(target.toString()).map(Catalogue.Entry::model)
                                .orElseGet(() -> ListedModel.named(target.model())))));
            }
        } catch (GatewayException e) {
            throw OllamaRefusing.inItsWords(e.fault(), selection).asException();
        }
    }

    private static void metadata(HttpRules rules, Method method, String path, Metadata answer) {
        Metadata.route(rules, method, path, request -> ErrorShape.of(path), answer);
    }
}
