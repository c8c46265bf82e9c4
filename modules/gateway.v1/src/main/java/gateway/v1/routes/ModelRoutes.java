package gateway.v1.routes;

import gateway.v1.attempt.Attempts;
import gateway.v1.call.Admission;
import gateway.v1.call.Call;
import gateway.v1.call.Endpoint;
import gateway.v1.call.Fault;
import gateway.v1.call.GatewayException;
import gateway.v1.call.Json;
import gateway.v1.call.Refusals;
import gateway.v1.protocol.Adapter;
import gateway.v1.protocol.Body;
import gateway.v1.protocol.Caller;
import gateway.v1.protocol.ErrorShape;
import gateway.v1.protocol.anthropic.AnthropicMessages;
import gateway.v1.protocol.cohere.CohereRerank;
import gateway.v1.protocol.ollama.OllamaChat;
import gateway.v1.protocol.ollama.OllamaEmbed;
import gateway.v1.protocol.ollama.OllamaEmbeddings;
import gateway.v1.protocol.ollama.OllamaGenerate;
import gateway.v1.protocol.ollama.OllamaReach;
import gateway.v1.protocol.openai.OpenAiChat;
import gateway.v1.protocol.openai.OpenAiCompletion;
import gateway.v1.protocol.openai.OpenAiEmbeddings;
import gateway.v1.protocol.openai.OpenAiResponse;
import gateway.v1.provider.Provider;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import usage.store.ErrorType;
import usage.store.Intent;

/// The paths that lead to models. They are served by Helidon's own routing and not by JAX-RS: a stream must leave event by
/// event, and its end is the moment that matters.
public final class ModelRoutes implements HttpService {

    private static final Map<Endpoint, Adapter> ADAPTERS = new EnumMap<>(Map.ofEntries(
            Map.entry(Endpoint.CHAT, new OpenAiChat(true)),
            Map.entry(Endpoint.CHAT_COMPLETIONS, new OpenAiChat(false)),
            Map.entry(Endpoint.COMPLETIONS, new OpenAiCompletion()),
            Map.entry(Endpoint.RESPONSES, new OpenAiResponse()),
            Map.entry(Endpoint.MESSAGES, new AnthropicMessages()),
            Map.entry(Endpoint.EMBEDDINGS, new OpenAiEmbeddings()),
            Map.entry(Endpoint.RERANK, new CohereRerank()),
            Map.entry(Endpoint.AI_GENERATE, new OllamaGenerate(OllamaReach.SIDECAR)),
            Map.entry(Endpoint.AI_EMBED, new OllamaEmbed(OllamaReach.SIDECAR)),
            Map.entry(Endpoint.AI_RERANK, new CohereRerank()),
            Map.entry(Endpoint.API_CHAT, new OllamaChat()),
            Map.entry(Endpoint.API_GENERATE, new OllamaGenerate(OllamaReach.ALL)),
            Map.entry(Endpoint.API_EMBED, new OllamaEmbed(OllamaReach.ALL)),
            Map.entry(Endpoint.API_EMBEDDINGS, new OllamaEmbeddings())));

    private static final System.Logger LOG = System.getLogger(ModelRoutes.class.getName());

    private final Attempts attempts;
    private final Refusals refusals;
    private final Provider sidecar;
    private final OllamaLoading loading;
    private final long maxBodyBytes;

    public ModelRoutes(Attempts attempts, Refusals refusals, Provider sidecar, OllamaLoading loading, long maxBodyBytes) {
        this.attempts = attempts;
        this.refusals = refusals;
        this.sidecar = sidecar;
        this.loading = loading;
        this.maxBodyBytes = maxBodyBytes;
    }

    @Override
    public void routing(HttpRules rules) {
        for (var endpoint : Endpoint.values()) {
            rules.post(endpoint.path(), (request, response) -> serve(endpoint, request, response));
            rules.any(endpoint.path(), (request, response) -> ErrorShape.of(endpoint.path()).write(response,
                    new Fault(ErrorType.INVALID_REQUEST, 405,
                            endpoint.path() + " takes POST, not " + request.prologue().method())));
        }
        rules.get("/ai/health", this::health);
    }

    private void serve(Endpoint endpoint, ServerRequest request, ServerResponse response) {
        var admission = request.context().get(Admission.class).orElseThrow();
        var caller = new Caller(response, ErrorShape.of(endpoint.path()));
        var adapter = ADAPTERS.get(endpoint);
        understood(endpoint, adapter, request, admission, caller).ifPresent(understood -> attempts.run(understood.call(),
                sameWords -> sameWords
                        ? adapter.passing(caller, understood.call(), understood.body())
                        : adapter.answer(caller, understood.call(), understood.body()),
                caller));
    }

    /// A call that is to be made, and the body that it came in.
    private record Understood(Call call, Body body) {}

    /// Empty where the request was refused, or answered without a model.
    private Optional<Understood> understood(Endpoint endpoint, Adapter adapter, ServerRequest request, Admission admission,
            Caller caller) {
        try {
            var body = Body.parse(Incoming.bytes(request, maxBodyBytes));
            var reading = adapter.read(body);
            var call = new Call(withUser(admission, reading.endUser()), endpoint, reading.model(),
                    reading.passage().map(passage -> Incoming.withHeaders(passage, adapter.headers(), request)),
                    reading.untranslatable());
            return loading.answers(call, body, caller) ? Optional.empty() : Optional.of(new Understood(call, body));
        } catch (UncheckedIOException e) {
            refusals.count("unreadable");
            tell(caller, admission.elapsed(), Fault.invalid("body", e.getMessage()));
        } catch (GatewayException e) {
            refuse(endpoint, admission, caller, e.fault());
        } catch (RuntimeException | StackOverflowError e) {
            LOG.log(Level.ERROR, "request " + admission.callId() + " was not understood for a fault of ours", e);
            refuse(endpoint, admission, caller, new Fault(ErrorType.INTERNAL, 500, "a fault of the gateway"));
        }
        return Optional.empty();
    }

    private void refuse(Endpoint endpoint, Admission admission, Caller caller, Fault fault) {
        refusals.refuse(admission, endpoint, fault);
        tell(caller, admission.elapsed(), fault);
    }

    /// The protocol's own field names the user where no header of ours does.
    private static Admission withUser(Admission admission, Optional<String> endUser) {
        var who = admission.who();
        if (endUser.isEmpty() || who.endUser().isPresent()) {
            return admission;
        }
        return new Admission(admission.callId(), admission.acceptedAt(), admission.startNanos(),
                new Intent.Who(who.caller(), who.apiKeyId(), endUser, who.sessionId(), who.tags()), admission.groupId(),
                admission.span(), admission.callerSpanId(), admission.socket());
    }

    private void health(ServerRequest request, ServerResponse response) {
        var caller = new Caller(response, ErrorShape.of("/ai/health"));
        caller.begin(Duration.ZERO, Map.of());
        try {
            caller.sendJson(Json.object().put("status", "ok").put("version", sidecar.version()));
        } catch (GatewayException e) {
            if (e.fault().type() != ErrorType.CLIENT_GONE) {
                tell(caller, Duration.ZERO, new Fault(e.fault().type(), 503, e.fault().message()));
            }
        }
    }

    static void tell(Caller caller, Duration overhead, Fault fault) {
        try {
            caller.begin(overhead, Map.of());
            caller.fail(fault);
        } catch (GatewayException e) {
            LOG.log(Level.DEBUG, "nobody was there to be told: {0}", fault.message());
        }
    }
}
