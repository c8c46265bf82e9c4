package gateway.v1.protocol.openai;

import gateway.v1.call.ChatMessage.Part;
import gateway.v1.call.ChatMessage.Role;
import gateway.v1.call.ChatMessage.ToolCall;
import gateway.v1.call.ChatMessage;
import gateway.v1.call.Fault;
import gateway.v1.protocol.Body;
import gateway.v1.protocol.Doubts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes messages of the items of a response's input. There, what the assistant thought, said and called are items of their
/// own; in a chat they are one message, as long as they come in this order. For one thread.
final class OpenAiResponseInput {

    private static final Set<String> OF_MESSAGES = Set.of("type", "role", "content", "id", "status", "phase");
    private static final Set<String> OF_CALLS = Set.of("type", "id", "call_id", "name", "arguments", "status");
    /// What OpenAI's own clients add to an item for themselves and send again.
    private static final Set<String> OF_CLIENTS = Set.of("parsed_arguments");
    private static final Set<String> OF_OUTPUTS = Set.of("type", "id", "call_id", "output", "status");
    private static final Set<String> OF_PARTS = Set.of("type", "text", "refusal", "image_url", "detail", "file_id");
    /// What an answer's parts have besides, and come back with.
    private static final Set<String> OF_ANSWERS = Set.of("annotations", "logprobs");
    private static final Set<String> OF_REASONING = Set.of("type", "id", "summary", "content", "status");

    private final Doubts doubts;
    private final List<ChatMessage> messages = new ArrayList<>();
    private final List<Part> thought = new ArrayList<>();
    private final List<Part> said = new ArrayList<>();
    private final List<ToolCall> called = new ArrayList<>();

    /// @param doubts where what cannot be translated is noted
    OpenAiResponseInput(Doubts doubts) {
        this.doubts = doubts;
    }

    /// One more item.
    void add(Body item) {
        var type = item.text("type").orElse("message");
        switch (type) {
            case "message" -> message(item);
            case "reasoning" -> reasoning(item);
            case "function_call" -> call(item);
            case "function_call_output" -> output(item);
            default -> doubts.add("input", "an item of type '" + type + "' cannot be said to this model's provider");
        }
    }

    /// All messages.
    List<ChatMessage> messages() {
        endTurn();
        return List.copyOf(messages);
    }

    private void message(Body item) {
        doubts.others("input", item, OF_MESSAGES, Set.of());
        var role = role(item.requiredText("role"));
        var parts = parts(item, "content");
        if (role == Role.ASSISTANT) {
            if (!said.isEmpty() || !called.isEmpty()) {
                endTurn();
            }
            said.addAll(parts);
        } else {
            endTurn();
            messages.add(new ChatMessage(role, parts, List.of(), Optional.empty(), Optional.empty()));
        }
    }

    private void reasoning(Body item) {
        doubts.others("input", item, OF_REASONING, Set.of());
        if (!said.isEmpty() || !called.isEmpty()) {
            endTurn();
        }
        var texts = item.objects("content").isEmpty() ? item.objects("summary") : item.objects("content");
        texts.forEach(text -> {
            doubts.others("input", text, Set.of("type", "text"), Set.of());
            thought.add(new Part.Reasoning(text.requiredText("text"), Optional.empty()));
        });
    }

    private void call(Body item) {
        doubts.others("input", item, OF_CALLS, OF_CLIENTS);
        called.add(new ToolCall(item.requiredText("call_id"), item.requiredText("name"), item.requiredText("arguments")));
    }

    private void output(Body item) {
        doubts.others("input", item, OF_OUTPUTS, Set.of());
        endTurn();
        messages.add(new ChatMessage(Role.TOOL, parts(item, "output"), List.of(), Optional.of(item.requiredText("call_id")),
                Optional.empty()));
    }

    private void endTurn() {
        if (!thought.isEmpty() || !said.isEmpty() || !called.isEmpty()) {
            thought.addAll(said);
            messages.add(new ChatMessage(Role.ASSISTANT, thought, called, Optional.empty(), Optional.empty()));
            thought.clear();
            said.clear();
            called.clear();
        }
    }

    private Role role(String name) {
        return switch (name) {
            case "system", "developer" -> Role.SYSTEM;
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            default -> {
                doubts.add(Fault.invalid("input", "unknown role '" + name + "'"));
                yield Role.USER;
            }
        };
    }

    private List<Part> parts(Body item, String field) {
        var content = item.field(field).orElseThrow(() -> Fault.invalid("input", field + " is missing").asException());
        if (content.isTextual()) {
            return List.of(new Part.Text(content.textValue()));
        }
        return item.objects(field).stream().map(this::part).flatMap(Optional::stream).toList();
    }

    private Optional<Part> part(Body part) {
        var type = part.requiredText("type");
        doubts.others("input", part, OF_PARTS, OF_ANSWERS);
        return switch (type) {
            case "input_text", "output_text" -> Optional.of(new Part.Text(part.requiredText("text")));
            case "refusal" -> Optional.of(new Part.Text(part.requiredText("refusal")));
            case "input_image" -> image(part);
            default -> {
                doubts.add("input", "content of type '" + type + "' cannot be said to this model's provider");
                yield Optional.empty();
            }
        };
    }

    private Optional<Part> image(Body part) {
        OpenAiImages.detail("input", part, doubts);
        var url = part.text("image_url");
        if (url.isEmpty()) {
            doubts.add("input", "an image that is kept as a file cannot be said to this model's provider");
        }
        return url.map(OpenAiImages::of);
    }
}
