package gateway.v1.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.ChatOptions.Reasoning;
import gateway.v1.call.ChatOptions;
import gateway.v1.call.Fault;
import gateway.v1.protocol.Body;
import gateway.v1.protocol.Doubts;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// Reads how an answer is to be made, in Anthropic's words.
///
/// @param body the request
/// @param doubts where what cannot be translated is noted
record AnthropicOptions(Body body, Doubts doubts) {

    ChatOptions read() {
        return new ChatOptions(body.number("temperature"), body.number("top_p"), doubts.count(body, "top_k", 0),
                OptionalDouble.empty(),
                OptionalDouble.empty(), maxTokens(), OptionalLong.empty(), stop(), reasoning(), format());
    }

    private List<String> stop() {
        if (body.field("stop_sequences").filter(JsonNode::isTextual).isPresent()) {
            throw Fault.invalid("stop_sequences", "stop_sequences must be a list of strings").asException();
        }
        return body.texts("stop_sequences");
    }

    /// None at all fills the provider's cache and answers nothing, which is Anthropic's own idea.
    private OptionalInt maxTokens() {
        var most = doubts.count(body, "max_tokens", 0);
        if (most.isPresent() && most.getAsInt() == 0) {
            doubts.add("max_tokens", "max_tokens of 0 cannot be said to this model's provider");
            return OptionalInt.empty();
        }
        return most;
    }

    /// How hard the model tries says more than that it thinks. A budget bounds what it may think, and obliges to nothing.
    private Optional<Reasoning> reasoning() {
        var thinking = body.field("thinking").map(any -> body.object("thinking")).flatMap(this::thinking);
        var effort = outputConfig().flatMap(config -> config.text("effort")).flatMap(this::effort);
        return thinking.filter(Reasoning.NONE::equals).or(() -> effort).or(() -> thinking);
    }

    private Optional<Reasoning> thinking(Body thinking) {
        doubts.others("thinking", thinking, Set.of("type", "budget_tokens", "display"), Set.of());
        doubts.count(thinking, "budget_tokens", 1);
        thinking.text("display");
        var type = thinking.requiredText("type");
        return switch (type) {
            case "disabled" -> Optional.of(Reasoning.NONE);
            case "enabled", "adaptive" -> Optional.of(Reasoning.USUAL);
            default -> {
                doubts.add("thinking", "thinking of type '" + type + "' cannot be said to this model's provider");
                yield Optional.empty();
            }
        };
    }

    private Optional<Reasoning> effort(String effort) {
        return switch (effort) {
            case "low" -> Optional.of(Reasoning.LOW);
            case "medium" -> Optional.of(Reasoning.MEDIUM);
            case "high" -> Optional.of(Reasoning.HIGH);
            default -> {
                doubts.add("output_config", "effort '" + effort + "' cannot be said to this model's provider");
                yield Optional.empty();
            }
        };
    }

    private Optional<Body> outputConfig() {
        var config = body.field("output_config").map(any -> body.object("output_config"));
        config.ifPresent(said -> doubts.others("output_config", said, Set.of("effort", "format"), Set.of()));
        return config;
    }

    /// `output_format` is what its name was before.
    private Optional<ChatOptions.Format> format() {
        var now = outputConfig().flatMap(config -> config.field("format").map(any -> config.object("format")));
        var format = now.or(() -> body.field("output_format").map(any -> body.object("output_format")));
        return format.flatMap(said -> {
            var type = said.requiredText("type");
            doubts.others("output_config", said, Set.of("type", "schema"), Set.of());
            if (type.equals("json_schema")) {
                return Optional
                        .of(new ChatOptions.Format.Schema(Optional.empty(), said.object("schema").json(), Optional.empty()));
            }
            doubts.add("output_config", "a format of type '" + type + "' cannot be said to this model's provider");
            return Optional.empty();
        });
    }
}
