package ai.client;

import java.util.Optional;

/// A prompt to be completed.
///
/// @param model by whom
/// @param prompt the prompt
/// @param system what the model is told beforehand
/// @param sampling how
public record GenerateRequest(ModelRef model, String prompt, Optional<String> system, Sampling sampling) {

    /// A prompt for the default model.
    public static GenerateRequest of(String prompt) {
        return new GenerateRequest(ModelRef.DEFAULT, prompt, Optional.empty(), Sampling.DEFAULT);
    }
}
