package ai.client;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// How an answer is sampled. What is left out, the model decides.
///
/// @param temperature 0 and up
/// @param maxTokens most tokens of the answer
/// @param stop texts at which it ends
public record Sampling(OptionalDouble temperature, OptionalInt maxTokens, List<String> stop) {

    /// Everything as the model has it.
    public static final Sampling DEFAULT = new Sampling(OptionalDouble.empty(), OptionalInt.empty(), List.of());

    public Sampling {
        stop = List.copyOf(stop);
    }
}
