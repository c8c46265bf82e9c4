package sidecar.embedded.extract;

import java.util.List;

/// What a conversation asks for, as far as extraction can give it.
sealed interface Task {

    /// To say exactly this.
    record Say(String text) implements Task {}

    /// To pick the sentences that match a question best.
    record Answer(String question, List<String> sentences) implements Task {}

    /// To pick the most central sentences.
    record Summarize(List<String> sentences) implements Task {}

    /// Something else, or of nothing.
    record Decline() implements Task {}
}
