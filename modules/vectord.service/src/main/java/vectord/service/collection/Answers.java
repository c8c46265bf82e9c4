package vectord.service.collection;

import ai.client.AiClient;
import ai.client.Answer;
import ai.client.ChatRequest;
import ai.client.Message;
import ai.client.ModelRef;
import ai.client.Sampling;
import java.util.List;
import java.util.Map;
import vectord.service.Hit;
import vectord.service.Mode;
import vectord.service.Query;
import vectord.service.VectorsException;
import vectord.service.trace.Trail;

/// Answers questions from a collection: retrieves passages, and has a model answer from them alone.
public final class Answers {

    private static final String RAG = "vectord.service.rag";
    private static final String SYSTEM = """
            Answer the question from the numbered passages only, and cite each passage that you use as [n]. \
            If the passages do not hold the answer, say so.""";

    private final AiClient client;
    private final String defaultProvider;

    public Answers(AiClient client, Tuning tuning) {
        this.client = client;
        this.defaultProvider = tuning.provider();
    }

    /// An answer with the passages it was given, in their order.
    public record Answered(Answer answer, List<Hit> passages) {}

    /// Answers a question from at most `limit` passages, on behalf of whoever asks.
    public Answered answer(Collection collection, String question, int limit, ModelRef model, Trail trail) {
        var passages = Retrieving.search(collection, new Query(question, Mode.HYBRID, limit, Map.of()), trail);
        if (passages.isEmpty()) {
            throw new VectorsException(VectorsException.Code.NOTHING_SEARCHABLE,
                    collection.identity().name() + " has nothing searchable yet");
        }
        var chat = new ChatRequest(model, List.of(Message.system(SYSTEM), Message.user(prompt(question, passages))),
                Sampling.DEFAULT);
        var answer = new ModelCall(defaultProvider, model).run(() -> client.in(trail.context().as(RAG)).chat(chat));
        return new Answered(answer, passages);
    }

    /// Passages and question as lines: text is put on one line each, so that nothing in it looks like a line of ours.
    private static String prompt(String question, List<Hit> passages) {
        var prompt = new StringBuilder();
        for (int n = 1; n <= passages.size(); n++) {
            var passage = passages.get(n - 1);
            prompt.append('[').append(n).append("] ").append(line(passage.title())).append('\n').append(line(passage.text()))
                    .append("\n\n");
        }
        return prompt.append("Question: ").append(line(question)).toString();
    }

    private static String line(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
