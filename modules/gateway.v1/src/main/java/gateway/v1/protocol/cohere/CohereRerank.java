package gateway.v1.protocol.cohere;

import gateway.v1.protocol.LedgerFacts;
import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.attempt.AnswerWriter;
import gateway.v1.call.Call;
import gateway.v1.call.Fault;
import gateway.v1.call.Frame;
import gateway.v1.call.Json;
import gateway.v1.call.ModelEvent;
import gateway.v1.call.ModelRequest;
import gateway.v1.protocol.Adapter;
import gateway.v1.protocol.Body;
import gateway.v1.protocol.Caller;
import gateway.v1.protocol.Doubts;
import gateway.v1.protocol.WholeAnswer;
import gateway.v1.protocol.openai.OpenAiUsage;
import java.util.Optional;
import java.util.Set;
import usage.store.AttemptRow;

/// `POST /v1/rerank` and `/ai/rerank`, in Cohere's shape.
public final class CohereRerank implements Adapter {

    private static final Set<String> KNOWN = Set.of("provider", "model", "query", "documents", "top_n", "return_documents");

    @Override
    public Reading read(Body body) {
        var doubts = new Doubts();
        doubts.others("", body, KNOWN, Set.of());
        var query = body.requiredText("query");
        var documents = body.texts("documents");
        withText(body);
        if (query.isBlank()) {
            throw Fault.invalid("query", "query is empty").asException();
        }
        if (documents.isEmpty()) {
            throw Fault.invalid("documents", "documents is missing or empty").asException();
        }
        return new Reading(new ModelRequest.Rerank(body.selection(), query, documents, body.count("top_n")), Optional.empty(),
                Optional.empty(), doubts.first());
    }

    @Override
    public AnswerWriter answer(Caller caller, Call call, Body body) {
        boolean withText = withText(body);
        return new WholeAnswer(caller, (frame, row) -> document(frame, row, call, withText));
    }

    private static boolean withText(Body body) {
        return body.flag("return_documents", false);
    }

    private static JsonNode document(Frame frame, AttemptRow row, Call call, boolean withText) {
        var answer = Json.object().put("id", call.admission().callId().toString());
        var results = answer.putArray("results");
        var documents = ((ModelRequest.Rerank) call.request()).documents();
        frame.events().forEach(event -> {
            if (event instanceof ModelEvent.Ranked(var places)) {
                places.forEach(place -> {
                    var result = results.addObject().put("index", place.index()).put("relevance_score", place.relevance());
                    if (withText) {
                        result.putObject("document").put("text", documents.get(place.index()));
                    }
                });
            }
        });
        answer.put("model", LedgerFacts.model(row)).set("usage", OpenAiUsage.usage(row.settlement().tokens()));
        LedgerFacts.add(answer, row);
        return answer;
    }
}
