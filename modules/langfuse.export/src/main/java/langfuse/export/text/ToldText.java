package langfuse.export.text;

import java.util.Optional;

/// What was said in an attempt as Langfuse is told: turns as JSON.
///
/// @param spanId the attempt's span; empty: nothing is known of what was said
/// @param input what the model was told
/// @param output what it answered
public record ToldText(Optional<String> spanId, Optional<String> input, Optional<String> output) {

    /// Nothing.
    public static final ToldText NONE = new ToldText(Optional.empty(), Optional.empty(), Optional.empty());

    /// Does not tell it.
    @Override
    public String toString() {
        return "ToldText[spanId=" + spanId.orElse("none") + "]";
    }
}
