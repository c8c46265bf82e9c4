package vectord.service.http;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import vectord.service.Hit;
import vectord.service.collection.Answers;

/// An answer as it is shown.
///
/// @param chunks the passages it was drawn from, in the order in which the model got them
record AnswerView(String answer, String model, Optional<String> finishReason, Usage usage, List<Passage> chunks) {

    static AnswerView of(Answers.Answered answered) {
        var answer = answered.answer();
        var passages = IntStream.rangeClosed(1, answered.passages().size())
                .mapToObj(n -> Passage.of(n, answered.passages().get(n - 1)))
                .toList();
        return new AnswerView(answer.text(), answer.model(), answer.finishReason(),
                new Usage(answer.usage().input(), answer.usage().output()), passages);
    }

    /// Tokens of the answering call; null is unknown.
    record Usage(OptionalLong inputTokens, OptionalLong outputTokens) {}

    /// A passage, cited as `[n]`.
    record Passage(int n, String id, String title, String text, double score) {

        static Passage of(int n, Hit hit) {
            return new Passage(n, hit.id(), hit.title(), hit.text(), hit.score());
        }
    }
}
