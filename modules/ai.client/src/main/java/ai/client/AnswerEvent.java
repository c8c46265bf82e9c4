package ai.client;

import java.util.Optional;

/// A piece of an answer as it is made.
public sealed interface AnswerEvent {

    /// More text.
    ///
    /// @param text to be appended to what came before
    record Text(String text) implements AnswerEvent {}

    /// The answer is complete.
    ///
    /// @param model the model that answered
    /// @param finishReason why it ended, in OpenAI's words
    /// @param usage its tokens
    record Finished(String model, Optional<String> finishReason, TokenUsage usage) implements AnswerEvent {}
}
