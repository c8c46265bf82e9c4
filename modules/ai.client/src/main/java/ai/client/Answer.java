package ai.client;

import java.util.Optional;

/// A generated answer.
///
/// @param model the model that answered
/// @param text its text
/// @param finishReason why it ended, in OpenAI's words
/// @param usage its tokens
public record Answer(String model, String text, Optional<String> finishReason, TokenUsage usage) {}
