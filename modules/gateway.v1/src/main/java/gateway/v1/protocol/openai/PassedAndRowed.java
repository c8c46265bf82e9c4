package gateway.v1.protocol.openai;

import gateway.v1.protocol.LedgerFacts;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.attempt.AnswerWriter;
import gateway.v1.call.Call;
import gateway.v1.call.Fault;
import gateway.v1.call.Frame;
import gateway.v1.call.Json;
import gateway.v1.protocol.PassedThrough;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import usage.store.AttemptRow;

/// Answers of `/v1/chat` from a provider that speaks OpenAI's protocol: as they came, with what the ledger knows added; in a
/// stream that is a chunk of its own before the last, `[DONE]`, which some servers leave out and is there all the same.
///
/// @param passed passes the provider's bytes
/// @param call what was asked
record PassedAndRowed(PassedThrough passed, Call call) implements AnswerWriter {

    @Override
    public void begin(Duration overhead, Map<String, String> headers) {
        passed.begin(overhead, headers);
    }

    @Override
    public void write(Frame frame) {
        passed.write(frame);
    }

    @Override
    public void finish(Frame last, AttemptRow row) {
        if (last.isDocument()) {
            var answer = answer(last);
            LedgerFacts.add(answer, row);
            passed.caller().sendJson(answer);
        } else {
            var chunk = Json.object().put("id", "chatcmpl-" + call.admission().callId()).put("object", "chat.completion.chunk")
                    .put("created", row.intent().acceptedAt().getEpochSecond()).put("model", LedgerFacts.model(row));
            chunk.putArray("choices");
            LedgerFacts.add(chunk, row);
            passed.caller().event(chunk);
            passed.caller().stream(last.raw().length == 0 ? OpenAiChatStream.DONE : last.raw());
            passed.caller().endPiece();
            passed.caller().end();
        }
    }

    @Override
    public void fail(Fault fault) {
        passed.fail(fault);
    }

    private static ObjectNode answer(Frame last) {
        try {
            return (ObjectNode) Json.MAPPER.readTree(last.raw());
        } catch (IOException e) {
            throw new UncheckedIOException("the provider's answer was read once already", e);
        }
    }
}
