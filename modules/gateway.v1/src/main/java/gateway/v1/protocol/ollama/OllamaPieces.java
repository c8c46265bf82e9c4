package gateway.v1.protocol.ollama;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.attempt.AnswerWriter;
import gateway.v1.call.Call;
import gateway.v1.call.ChatMessage.ToolCall;
import gateway.v1.call.Fault;
import gateway.v1.call.Json;
import gateway.v1.protocol.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import usage.store.AttemptRow;
import usage.store.ErrorType;

/// The documents that Ollama's answers are made of; a whole answer is a stream's last one with all the text in it.
public enum OllamaPieces {
    /// Of `/api/chat`: a message.
    CHAT {
        @Override
        ObjectNode fill(ObjectNode piece, String text, String thinking, Collection<ToolCall> calls) {
            var message = piece.putObject("message").put("role", "assistant").put("content", text);
            think(message, thinking);
            if (!calls.isEmpty()) {
                var list = message.putArray("tool_calls");
                calls.forEach(call -> {
                    int index = list.size();
                    list.addObject().put("id", call.id()).putObject("function").put("index", index).put("name", call.name())
                            .set("arguments", arguments(call));
                });
            }
            return piece;
        }
    },
    /// Of `/api/generate`: the prompt's continuation.
    GENERATE {
        @Override
        ObjectNode fill(ObjectNode piece, String text, String thinking, Collection<ToolCall> calls) {
            return think(piece.put("response", text), thinking);
        }
    };

    abstract ObjectNode fill(ObjectNode piece, String text, String thinking, Collection<ToolCall> calls);

    /// Writes answers of this kind, from a provider that speaks another protocol.
    AnswerWriter writer(Caller caller, Call call) {
        return new OllamaRefusing(call,
                call.request().stream() ? new OllamaStream(caller, call, this) : new OllamaAnswer(caller, this));
    }

    /// A piece.
    ///
    /// @throws gateway.v1.call.GatewayException `bad_response` where a call's arguments are no JSON object: they cannot be told
    public ObjectNode of(String model, Instant at, String text, String thinking, Collection<ToolCall> calls) {
        return fill(Json.object().put("model", model).put("created_at", at.toString()), text, thinking, calls);
    }

    /// Says that this piece is the last, and what the ledger knows.
    ///
    /// @param streamed whether the moment of the first token is known: in a whole answer it is not
    static ObjectNode done(ObjectNode piece, AttemptRow row, boolean streamed) {
        var settlement = row.settlement();
        piece.put("done", true).put("done_reason", reason(settlement.finishReason())).put("total_duration",
                row.latencyMillis() * 1_000_000);
        var first = settlement.firstTokenAt().filter(any -> streamed);
        settlement.tokens().input().ifPresent(count -> piece.put("prompt_eval_count", count));
        first.ifPresent(at -> settlement.sentAt()
                .ifPresent(sent -> piece.put("prompt_eval_duration", Duration.between(sent, at).toNanos())));
        settlement.tokens().output().ifPresent(count -> piece.put("eval_count", count));
        first.ifPresent(at -> piece.put("eval_duration", Duration.between(at, settlement.finishedAt()).toNanos()));
        return piece;
    }

    /// That tools are called Ollama does not call a reason.
    private static String reason(Optional<String> reason) {
        return reason.filter(word -> !word.equals("tool_calls") && !word.equals("function_call")).orElse("stop");
    }

    private static ObjectNode think(ObjectNode node, String thinking) {
        return thinking.isEmpty() ? node : node.put("thinking", thinking);
    }

    private static ObjectNode arguments(ToolCall call) {
        try {
            if (Json.MAPPER.readTree(call.arguments()) instanceof ObjectNode arguments) {
                return arguments;
            }
        } catch (JsonProcessingException e) {
            throw new Fault(ErrorType.BAD_RESPONSE, 502, "the arguments of tool call '" + call.name() + "' are not JSON")
                    .asException();
        }
        throw new Fault(ErrorType.BAD_RESPONSE, 502, "the arguments of tool call '" + call.name() + "' are no JSON object")
                .asException();
    }
}
