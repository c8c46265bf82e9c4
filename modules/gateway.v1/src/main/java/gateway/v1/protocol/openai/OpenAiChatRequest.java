package gateway.v1.protocol.openai;

import gateway.v1.call.ChatOptions.Reasoning;
import gateway.v1.call.ChatOptions;
import gateway.v1.call.Fault;
import gateway.v1.call.ModelRequest;
import gateway.v1.protocol.Body;
import gateway.v1.protocol.Doubts;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Reads a request in the shape of OpenAI's chat completions. What is malformed is refused at once; what is well formed and
/// has no words in another protocol becomes a doubt.
///
/// @param body the request
/// @param doubts where what cannot be translated is noted
record OpenAiChatRequest(Body body, Doubts doubts) {

    private static final Set<String> KNOWN = Set.of("provider", "model", "messages", "stream", "stream_options", "temperature",
            "top_p", "frequency_penalty", "presence_penalty", "max_tokens", "max_completion_tokens", "stop", "seed", "tools",
            "tool_choice", "parallel_tool_calls", "response_format", "reasoning_effort", "n", "user");
    /// What changes no answer.
    static final Set<String> HARMLESS = Set.of("metadata", "store", "service_tier", "safety_identifier",
            "prompt_cache_key", "prompt_cache_retention");

    ModelRequest.Chat read() {
        doubts.others("", body, KNOWN, HARMLESS);
        wantsUsage(body);
        streamOptions(body, doubts);
        if (body.integer("n").filter(count -> !count.equals(BigInteger.ONE)).isPresent()) {
            doubts.add("n", "n other than 1 cannot be said to this model's provider");
        }
        var reader = new OpenAiChatMessage(doubts);
        var messages = body.objects("messages").stream().map(reader::read).toList();
        if (messages.isEmpty()) {
            throw Fault.invalid("messages", "messages is missing or empty").asException();
        }
        return new ModelRequest.Chat(body.selection(), messages, options(), new OpenAiChatTools(body, doubts).read(),
                body.flag("stream", false));
    }

    /// Whether the caller wants the usage at the end of a stream.
    static boolean wantsUsage(Body body) {
        return body.field("stream_options").map(any -> body.object("stream_options").flag("include_usage", false)).orElse(false);
    }

    /// Noise that hides how long pieces are is no part of an answer.
    static void streamOptions(Body body, Doubts doubts) {
        body.field("stream_options").ifPresent(any -> doubts.others("stream_options", body.object("stream_options"),
                Set.of("include_usage"), Set.of("include_obfuscation")));
    }

    private ChatOptions options() {
        var most = doubts.count(body, "max_completion_tokens", 1);
        return new ChatOptions(body.number("temperature"), body.number("top_p"), OptionalInt.empty(),
                body.number("frequency_penalty"), body.number("presence_penalty"),
                most.isPresent() ? most : doubts.count(body, "max_tokens", 1),
                doubts.whole(body, "seed"), body.texts("stop"),
                body.text("reasoning_effort").flatMap(effort -> reasoning("reasoning_effort", effort, doubts)),
                body.field("response_format").flatMap(any -> format(body.object("response_format"))));
    }

    /// How much the model is to think.
    ///
    /// @param field where `effort` was said
    static Optional<Reasoning> reasoning(String field, String effort, Doubts doubts) {
        return switch (effort) {
            case "none" -> Optional.of(Reasoning.NONE);
            case "minimal" -> Optional.of(Reasoning.MINIMAL);
            case "low" -> Optional.of(Reasoning.LOW);
            case "medium" -> Optional.of(Reasoning.MEDIUM);
            case "high" -> Optional.of(Reasoning.HIGH);
            default -> {
                doubts.add(field, field + " '" + effort + "' cannot be said to this model's provider");
                yield Optional.empty();
            }
        };
    }

    private Optional<ChatOptions.Format> format(Body format) {
        var type = format.requiredText("type");
        doubts.others("response_format", format, Set.of("type", "json_schema"), Set.of());
        return switch (type) {
            case "text" -> Optional.empty();
            case "json_object" -> Optional.of(new ChatOptions.Format.AnyJson());
            case "json_schema" -> {
                var described = format.object("json_schema");
                doubts.others("response_format", described, Set.of("name", "schema", "strict"), Set.of());
                if (described.field("schema").isEmpty()) {
                    doubts.add(Fault.invalid("response_format", "response_format: schema is missing"));
                    yield Optional.empty();
                }
                yield Optional.of(new ChatOptions.Format.Schema(described.text("name"), described.object("schema").json(),
                        described.field("strict").map(any -> described.flag("strict", false))));
            }
            default -> {
                doubts.add("response_format", "response_format '" + type + "' cannot be said to this model's provider");
                yield Optional.empty();
            }
        };
    }
}
