package gateway.v1.protocol.anthropic;

import gateway.v1.call.Fault;
import gateway.v1.call.Tool;
import gateway.v1.call.ToolChoice;
import gateway.v1.call.Tools;
import gateway.v1.protocol.Body;
import gateway.v1.protocol.Doubts;
import java.util.Optional;
import java.util.Set;

/// Reads what the model may call, in Anthropic's words.
///
/// @param body the request
/// @param doubts where what cannot be translated is noted
record AnthropicTools(Body body, Doubts doubts) {

    private static final Set<String> KNOWN = Set.of("type", "name", "description", "input_schema", "strict");
    private static final Set<String> HARMLESS = Set.of("cache_control", "eager_input_streaming");

    Tools read() {
        var list = body.objects("tools").stream().map(this::tool).flatMap(Optional::stream).toList();
        var choice = body.field("tool_choice").map(any -> body.object("tool_choice"));
        var single = choice.flatMap(said -> said.field("disable_parallel_tool_use")
                .map(any -> said.flag("disable_parallel_tool_use", false)));
        return new Tools(list, choice.map(this::choice).orElse(ToolChoice.AUTO), single.filter(one -> one).map(one -> false));
    }

    private Optional<Tool> tool(Body tool) {
        var type = tool.text("type").orElse("custom");
        if (!type.equals("custom")) {
            doubts.add("tools", "a tool of type '" + type + "' has a meaning only to its own provider");
            return Optional.empty();
        }
        doubts.others("tools", tool, KNOWN, HARMLESS);
        return Optional.of(new Tool(tool.requiredText("name"), tool.text("description"),
                Optional.of(tool.object("input_schema").json()), tool.field("strict").map(any -> tool.flag("strict", false))));
    }

    private ToolChoice choice(Body choice) {
        doubts.others("tool_choice", choice, Set.of("type", "name", "disable_parallel_tool_use"), Set.of());
        var type = choice.requiredText("type");
        return switch (type) {
            case "auto" -> ToolChoice.AUTO;
            case "any" -> new ToolChoice.Required();
            case "none" -> new ToolChoice.None();
            case "tool" -> new ToolChoice.Named(choice.requiredText("name"));
            default -> {
                doubts.add(Fault.invalid("tool_choice", "tool_choice must be auto, any, none or tool"));
                yield ToolChoice.AUTO;
            }
        };
    }
}
