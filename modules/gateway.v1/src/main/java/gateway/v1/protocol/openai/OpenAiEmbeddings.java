package gateway.v1.protocol.openai;

import gateway.v1.protocol.LedgerFacts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.attempt.AnswerWriter;
import gateway.v1.call.Call;
import gateway.v1.call.Fault;
import gateway.v1.call.Frame;
import gateway.v1.call.Json;
import gateway.v1.call.ModelEvent;
import gateway.v1.call.ModelRequest;
import gateway.v1.call.Passage;
import gateway.v1.call.Protocol;
import gateway.v1.protocol.Adapter;
import gateway.v1.protocol.Body;
import gateway.v1.protocol.Caller;
import gateway.v1.protocol.Doubts;
import gateway.v1.protocol.WholeAnswer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import usage.store.AttemptRow;

/// `POST /v1/embeddings`, in OpenAI's shape.
public final class OpenAiEmbeddings implements Adapter {

    private static final Set<String> KNOWN = Set.of("provider", "model", "input", "encoding_format", "dimensions", "user");

    private static final Set<String> FORMATS = Set.of("float", "base64");

    @Override
    public Reading read(Body body) {
        var doubts = new Doubts();
        doubts.others("", body, KNOWN, Set.of());
        if (!FORMATS.contains(format(body))) {
            doubts.add(Fault.invalid("encoding_format", "encoding_format must be float or base64"));
        }
        var input = body.field("input").orElse(MissingNode.getInstance());
        if (OpenAiTokens.are(input)) {
            doubts.add("input", "input as tokens has a meaning only to the model's own provider");
            return reading(body, List.of(), OpenAiTokens.count(input), doubts);
        }
        var texts = body.texts("input");
        if (texts.isEmpty()) {
            throw Fault.invalid("input", "input is missing or empty").asException();
        }
        if (texts.stream().anyMatch(String::isEmpty)) {
            doubts.add(Fault.invalid("input", "input holds an empty string"));
        }
        return reading(body, texts, 0, doubts);
    }

    private static Reading reading(Body body, List<String> texts, long tokens, Doubts doubts) {
        var request = new ModelRequest.Embed(body.selection(), texts, tokens, doubts.count(body, "dimensions", 1));
        return new Reading(request, Optional.of(new Passage(Protocol.OPENAI, "/embeddings", body.json())), body.text("user"),
                doubts.first());
    }

    @Override
    public AnswerWriter answer(Caller caller, Call call, Body body) {
        boolean base64 = format(body).equals("base64");
        return new WholeAnswer(caller, (frame, row) -> document(frame, row, base64));
    }

    private static String format(Body body) {
        return body.text("encoding_format").orElse("float");
    }

    private static JsonNode document(Frame frame, AttemptRow row, boolean base64) {
        var answer = Json.object().put("object", "list");
        var data = answer.putArray("data");
        var vectors = vectors(frame);
        for (int at = 0; at < vectors.size(); at++) {
            embedding(data.addObject().put("object", "embedding").put("index", at), vectors.get(at), base64);
        }
        answer.put("model", LedgerFacts.model(row)).set("usage", OpenAiUsage.usage(row.settlement().tokens()));
        LedgerFacts.add(answer, row);
        return answer;
    }

    private static void embedding(ObjectNode node, float[] vector, boolean base64) {
        if (base64) {
            var bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(vector);
            node.put("embedding", Base64.getEncoder().encodeToString(bytes.array()));
        } else {
            var numbers = node.putArray("embedding");
            for (float number : vector) {
                numbers.add(number);
            }
        }
    }

    private static List<float[]> vectors(Frame frame) {
        return frame.events().stream().filter(ModelEvent.Embedded.class::isInstance)
                .map(event -> ((ModelEvent.Embedded) event).vectors())
                .findFirst().orElse(List.of());
    }
}
