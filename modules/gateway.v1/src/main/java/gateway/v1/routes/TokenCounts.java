package gateway.v1.routes;

import gateway.v1.attempt.Router;
import gateway.v1.attempt.Target;
import gateway.v1.attempt.TokenCounter;
import gateway.v1.call.Admission;
import gateway.v1.call.Fault;
import gateway.v1.call.GatewayException;
import gateway.v1.call.Json;
import gateway.v1.call.Passage;
import gateway.v1.call.Protocol;
import gateway.v1.protocol.Body;
import gateway.v1.protocol.Caller;
import gateway.v1.protocol.Doubts;
import gateway.v1.protocol.ErrorShape;
import gateway.v1.protocol.anthropic.AnthropicMessages;
import gateway.v1.protocol.anthropic.AnthropicRequest;
import gateway.v1.provider.Outgoing;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import usage.store.ErrorType;

/// `POST /v1/messages/count_tokens`: how many tokens a request has, in Anthropic's shape. No model is called and nothing is
/// billed, so there is no row. A provider that can count is asked; for any other it is an estimate, of the text alone.
public final class TokenCounts implements HttpService {

    private static final String PATH = "/v1/messages/count_tokens";

    private final Router router;
    private final long maxBodyBytes;
    private final TokenCounter counter = new TokenCounter();

    public TokenCounts(Router router, long maxBodyBytes) {
        this.router = router;
        this.maxBodyBytes = maxBodyBytes;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.post(PATH, this::serve);
        rules.any(PATH, (request, response) -> ErrorShape.ANTHROPIC.write(response, new Fault(ErrorType.INVALID_REQUEST, 405,
                PATH + " takes POST, not " + request.prologue().method())));
    }

    private void serve(ServerRequest request, ServerResponse response) {
        var admission = request.context().get(Admission.class).orElseThrow();
        var caller = new Caller(response, ErrorShape.ANTHROPIC);
        try {
            var body = Body.parse(Incoming.bytes(request, maxBodyBytes));
            var doubts = new Doubts();
            var chat = new AnthropicRequest(body, doubts).readToCount();
            var target = router.target(chat);
            var words = Incoming.withHeaders(new Passage(Protocol.ANTHROPIC, PATH, body.json()), AnthropicMessages.HEADERS,
                    request);
            var asked = target.provider().tokenCount(words, target.model());
            if (asked.isPresent()) {
                pass(admission, caller, target, asked.get());
            } else {
                doubts.first().ifPresent(fault -> {
                    throw fault.asException();
                });
                caller.begin(admission.elapsed(), Map.of());
                caller.sendJson(Json.object().put("input_tokens", counter.count(chat.inputText())));
            }
        } catch (GatewayException e) {
            ModelRoutes.tell(caller, admission.elapsed(), e.fault());
        } catch (UncheckedIOException e) {
            ModelRoutes.tell(caller, admission.elapsed(), Fault.invalid("body", e.getMessage()));
        }
    }

    /// Answers with what the provider says.
    private static void pass(Admission admission, Caller caller, Target target, Outgoing asked) {
        long start = System.nanoTime();
        try (var answer = asked.send(() -> {})) {
            var frame = answer.next().orElseThrow(
                    () -> new Fault(ErrorType.CUT, 502, target + ": the provider did not say how many tokens").asException());
            caller.begin(admission.elapsed().minus(Duration.ofNanos(System.nanoTime() - start)), answer.headers());
            caller.send("application/json", frame.raw());
        }
    }
}
