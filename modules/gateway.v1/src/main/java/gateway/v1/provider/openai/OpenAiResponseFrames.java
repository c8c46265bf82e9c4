package gateway.v1.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.Frame;
import gateway.v1.call.GatewayException;
import gateway.v1.call.Json;
import gateway.v1.call.ModelEvent;
import gateway.v1.call.Protocol;
import gateway.v1.provider.Document;
import gateway.v1.provider.FrameReader;
import gateway.v1.provider.ProviderFaults;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;
import usage.store.Tokens;
import usage.store.UsageSource;

/// Reads answers of OpenAI's `/responses`, for what the ledger needs of them: they only ever go out as they came.
final class OpenAiResponseFrames implements FrameReader {

    private final String at;
    private final OpenAiResponseItems items = new OpenAiResponseItems();
    private Optional<GatewayException> failure = Optional.empty();

    /// @param at `provider/model`, for messages
    OpenAiResponseFrames(String at) {
        this.at = at;
    }

    @Override
    public Frame whole(byte[] body) {
        var response = Document.read(at, body);
        if (response.path("error").isObject() || response.path("status").asText().equals("failed")) {
            throw told(response).fault().withUsed(tokens(response.path("usage"))).asException();
        }
        var events = new ArrayList<ModelEvent>();
        int place = 0;
        for (var item : response.path("output")) {
            items.whole(place++, item, events);
        }
        ended(response, events);
        return Frame.document(body, events);
    }

    @Override
    public Frame piece(byte[] raw, String name, String data) {
        failed();
        var event = Document.read(at, data.getBytes(StandardCharsets.UTF_8));
        var events = new ArrayList<ModelEvent>();
        boolean last = false;
        switch (event.path("type").asText(name)) {
            case "response.created" -> events.add(new ModelEvent.Started(Document.text(event.path("response"), "model"),
                    Document.text(event.path("response"), "id")));
            case "response.output_item.added" -> items.added(event, events);
            case "response.function_call_arguments.delta" -> items.more(event, events);
            case "response.function_call_arguments.done" -> items.done(event, events);
            case "response.output_text.delta", "response.refusal.delta" ->
                Document.text(event, "delta").map(ModelEvent.Text::new).ifPresent(events::add);
            case "response.reasoning_text.delta", "response.reasoning_summary_text.delta" ->
                Document.text(event, "delta").map(ModelEvent.Reasoning::new).ifPresent(events::add);
            case "response.completed", "response.incomplete" -> {
                ended(event.path("response"), events);
                last = true;
            }
            case "response.failed" -> {
                // Goes out as it came, and may say what was used; what it means comes behind it.
                used(event.path("response"), events);
                failure = Optional.of(told(event.path("response")));
            }
            case "error" -> throw told(
                    event.has("error") ? event : Json.object().set("error", event.deepCopy().without(List.of("type"))));
            default -> {
                // Says nothing that the ledger keeps.
            }
        }
        return new Frame(raw, events, last);
    }

    /// A stream that has told its failure has nothing more to say.
    @Override
    public Optional<Frame> end() {
        failed();
        return Optional.empty();
    }

    private void failed() {
        failure.ifPresent(fault -> {
            throw fault;
        });
    }

    private GatewayException told(JsonNode document) {
        return ProviderFaults.told(at, Protocol.OPENAI, document);
    }

    private static void used(JsonNode response, List<ModelEvent> events) {
        Document.used(tokens(response.path("usage"))).ifPresent(events::add);
    }

    private static void ended(JsonNode response, List<ModelEvent> events) {
        events.add(new ModelEvent.Started(Document.text(response, "model"), Document.text(response, "id")));
        used(response, events);
        boolean calls = StreamSupport.stream(response.path("output").spliterator(), false)
                .anyMatch(item -> item.path("type").asText().equals("function_call"));
        var cut = Document.text(response.path("incomplete_details"), "reason")
                .map(reason -> reason.equals("max_output_tokens") ? "length" : reason);
        events.add(new ModelEvent.Finished(cut.or(() -> Optional.of(calls ? "tool_calls" : "stop"))));
    }

    private static Tokens tokens(JsonNode usage) {
        var input = Document.count(usage.path("input_tokens"));
        var output = Document.count(usage.path("output_tokens"));
        return input.isEmpty() && output.isEmpty()
                ? Tokens.UNKNOWN
                : new Tokens(input, Document.count(usage.at("/input_tokens_details/cached_tokens")), OptionalLong.empty(),
                        output,
                        Document.count(usage.at("/output_tokens_details/reasoning_tokens")), UsageSource.PROVIDER);
    }
}
