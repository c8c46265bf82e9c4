package gateway.v1.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.Fault;
import gateway.v1.call.Tool;
import gateway.v1.call.ToolChoice;
import gateway.v1.call.Tools;
import gateway.v1.protocol.Body;
import gateway.v1.protocol.Doubts;
import java.util.Optional;
import java.util.Set;

/// Reads the tools that a request of OpenAI's chat completions offers, and which of them it wants.
///
/// @param body the request
/// @param doubts where what cannot be translated is noted
record OpenAiChatTools(Body body, Doubts doubts) {

    Tools read() {
        var list = body.objects("tools").stream().map(this::tool).flatMap(Optional::stream).toList();
        return new Tools(list, body.field("tool_choice").map(this::choice).orElse(ToolChoice.AUTO),
                body.field("parallel_tool_calls").map(any -> body.flag("parallel_tool_calls", true)));
    }

    private Optional<Tool> tool(Body tool) {
        if (!tool.text("type").orElse("function").equals("function")) {
            doubts.add("tools", "a tool that is no function cannot be said to this model's provider");
            return Optional.empty();
        }
        doubts.others("tools", tool, Set.of("type", "function"), Set.of());
        var function = tool.object("function");
        doubts.others("tools", function, Set.of("name", "description", "parameters", "strict"), Set.of());
        return Optional.of(new Tool(function.requiredText("name"), function.text("description"), function.field("parameters"),
                function.field("strict").map(any -> function.flag("strict", false))));
    }

    /// A choice that names none of the tools, as chat completions and responses have it.
    ///
    /// @throws gateway.v1.call.GatewayException where it can be none
    static ToolChoice unnamed(JsonNode choice, Doubts doubts) {
        return switch (choice.asText()) {
            case "auto" -> ToolChoice.AUTO;
            case "none" -> new ToolChoice.None();
            case "required" -> new ToolChoice.Required();
            default -> {
                unknown(choice, doubts);
                yield ToolChoice.AUTO;
            }
        };
    }

    /// A word that we do not know, or something that only OpenAI's models have.
    private static void unknown(JsonNode choice, Doubts doubts) {
        var wrong = Fault.invalid("tool_choice", "tool_choice must be auto, none, required or name a function");
        if (!choice.isObject() && !choice.isTextual()) {
            throw wrong.asException();
        }
        doubts.add(choice.isTextual()
                ? wrong
                : Fault.unsupported("tool_choice", "this tool_choice cannot be said to this model's provider"));
    }

    private ToolChoice choice(JsonNode choice) {
        if (choice.isObject() && choice.path("function").path("name").isTextual()) {
            var named = body.object("tool_choice");
            doubts.others("tool_choice", named, Set.of("type", "function"), Set.of());
            doubts.others("tool_choice", named.object("function"), Set.of("name"), Set.of());
            return new ToolChoice.Named(choice.path("function").path("name").textValue());
        }
        return unnamed(choice, doubts);
    }
}
