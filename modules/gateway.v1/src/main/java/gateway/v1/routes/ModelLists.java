package gateway.v1.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Fault;
import gateway.v1.call.Json;
import gateway.v1.call.Protocol;
import gateway.v1.protocol.ErrorShape;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import usage.store.ErrorType;

/// `GET /v1/models` and `/v1/models/{id}`: in OpenAI's shape, and in Anthropic's for whoever says which version of that protocol
/// it speaks.
public final class ModelLists implements HttpService {

    private static final String PATH = "/v1/models";
    private static final HeaderName ANTHROPIC_VERSION = HeaderNames.create("anthropic-version");

    private final Catalogue catalogue;

    public ModelLists(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public void routing(HttpRules rules) {
        Metadata.route(rules, Method.GET, PATH, ModelLists::shape,
                (request, caller) -> caller.sendJson(isAnthropics(request)
                        ? AnthropicPage.of(request.query(), catalogue.all())
                        : openAi(catalogue.all())));
        Metadata.route(rules, Method.GET, PATH + "/{+id}", ModelLists::shape, (request, caller) -> {
            var entry = one(request.path().pathParameters().get("id"));
            caller.sendJson(isAnthropics(request) ? AnthropicPage.model(entry) : openAi(entry));
        });
    }

    private Catalogue.Entry one(String name) {
        return catalogue.find(name).orElseThrow(() -> new Fault(ErrorType.UNKNOWN_MODEL, 404, "there is no model '" + name + "'",
                Optional.of("model"), Map.of(), 404).asException());
    }

    private static boolean isAnthropics(ServerRequest request) {
        return request.headers().contains(ANTHROPIC_VERSION);
    }

    private static ErrorShape shape(ServerRequest request) {
        return isAnthropics(request) ? ErrorShape.ANTHROPIC : ErrorShape.OPENAI;
    }

    private static JsonNode openAi(List<Catalogue.Entry> entries) {
        var answer = Json.object().put("object", "list");
        var data = answer.putArray("data");
        entries.forEach(entry -> data.add(openAi(entry)));
        return answer;
    }

    private static ObjectNode openAi(Catalogue.Entry entry) {
        return entry.model().entry(Protocol.OPENAI).orElseGet(() -> Json.object().put("object", "model")
                .put("created", entry.model().created().map(Instant::getEpochSecond).orElse(0L))
                .put("owned_by", entry.provider()))
                .put("id", entry.name());
    }
}
