package lakehouse.clients;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import provider.scripted.Anthropic;
import provider.scripted.Ollama;
import provider.scripted.OpenAi;
import provider.scripted.Received;
import provider.scripted.Reply;
import provider.scripted.Responses;

/// A provider's type, and how one behaves that speaks its protocol.
enum Side {
    OPENAI, OLLAMA, ANTHROPIC;

    static final String TOOL = "weather";
    static final String TOOL_ARGUMENTS = "{\"city\":\"Paris\"}";
    static final String JSON = "{\"city\":\"Paris\",\"degrees\":21}";

    /// What the provider is called in the configuration.
    String provider() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What the client has to ask the gateway for.
    String model(Deed deed, String client) {
        return provider() + "/" + deed.model(client);
    }

    /// Does what the model's name says.
    Reply reply(Received call) {
        return switch (Deed.of(call.model())) {
            case ANSWER, STREAM, EMBED, BETA, PROMPT, PROMPTSTREAM, RESPOND, RESPONDSTREAM -> answer(call, "well ", "then");
            case TOOL, TOOLSTREAM, RESPONDTOOL -> hasToolResult(call) ? answer(call, "it ", "rains") : callTool(call);
            case JSON -> answer(call, JSON);
            case ENDLESS -> stream(call, Collections.nCopies(5000, "word "), Duration.ofMillis(2), Reply.End.WELL);
            case CUT -> stream(call, List.of("half ", "of "), Duration.ZERO, Reply.End.CUT);
            case LIMITED -> new Reply.Headed(Map.of("retry-after", "7"), error(429, "slow down"));
            case WRONG -> error(400, "that is not how one asks");
            case GONE -> error(404, "no such model");
        };
    }

    private static boolean hasToolResult(Received call) {
        var body = call.body().toString();
        return body.contains("\"role\":\"tool\"") || body.contains("\"tool_result\"")
                || body.contains("\"function_call_output\"");
    }

    private Reply answer(Received call, String... words) {
        return switch (this) {
            case OPENAI -> call.path().endsWith("/responses")
                    ? Responses.answer(call, List.of(words), Reply.End.WELL)
                    : OpenAi.answering(words).reply(call);
            case OLLAMA -> Ollama.answering(words).reply(call);
            case ANTHROPIC -> Anthropic.answering(words).reply(call);
        };
    }

    private Reply stream(Received call, List<String> words, Duration pause, Reply.End end) {
        return switch (this) {
            case OPENAI -> OpenAi.stream(call, words, pause, end);
            case OLLAMA -> Ollama.stream(call, words, pause, end);
            case ANTHROPIC -> Anthropic.stream(call, words, pause, end);
        };
    }

    private Reply callTool(Received call) {
        return switch (this) {
            case OPENAI -> OpenAi.callingTool(TOOL, TOOL_ARGUMENTS).reply(call);
            case OLLAMA -> Ollama.callingTool(TOOL, TOOL_ARGUMENTS).reply(call);
            case ANTHROPIC -> Anthropic.callingTool(TOOL, TOOL_ARGUMENTS).reply(call);
        };
    }

    private Reply error(int status, String message) {
        return switch (this) {
            case OPENAI -> OpenAi.error(status, message);
            case OLLAMA -> Ollama.error(status, message);
            case ANTHROPIC -> Anthropic.error(status, switch (status) {
                case 404 -> "not_found_error";
                case 429 -> "rate_limit_error";
                default -> "invalid_request_error";
            }, message);
        };
    }
}
