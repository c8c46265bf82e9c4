package gateway.v1.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// How an answer is made. What is left out, the model decides.
///
/// @param temperature 0 and up
/// @param topP share of probability to choose from
/// @param topK number of tokens to choose from
/// @param frequencyPenalty against repeating often
/// @param presencePenalty against repeating at all
/// @param maxTokens most tokens of the answer
/// @param seed of the model's random numbers
/// @param stop texts at which it ends
/// @param reasoning how much the model thinks beforehand
/// @param format what the answer must look like
public record ChatOptions(OptionalDouble temperature, OptionalDouble topP, OptionalInt topK, OptionalDouble frequencyPenalty,
        OptionalDouble presencePenalty, OptionalInt maxTokens, OptionalLong seed, List<String> stop,
        Optional<Reasoning> reasoning, Optional<Format> format) {

    /// Nothing is said: the model decides everything.
    public static final ChatOptions NONE = new ChatOptions(OptionalDouble.empty(), OptionalDouble.empty(), OptionalInt.empty(),
            OptionalDouble.empty(), OptionalDouble.empty(), OptionalInt.empty(), OptionalLong.empty(), List.of(), Optional.empty(),
            Optional.empty());

    public ChatOptions {
        stop = List.copyOf(stop);
    }

    /// How much a model thinks before it answers.
    public enum Reasoning {
        /// Not at all.
        NONE,
        /// As much as is usual for it.
        USUAL,
        /// As little as it can.
        MINIMAL, LOW, MEDIUM, HIGH
    }

    /// What an answer must look like.
    public sealed interface Format {

        /// Any JSON object.
        record AnyJson() implements Format {}

        /// JSON that fits a schema.
        ///
        /// @param name what the schema is called, where that is said
        /// @param schema the JSON schema
        /// @param strict whether the answer must keep to it; empty: the provider decides
        record Schema(Optional<String> name, JsonNode schema, Optional<Boolean> strict) implements Format {}
    }
}
