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
/// @param frequencyPenalty against repeating often
/// @param presencePenalty against repeating at all
/// @param maxTokens most tokens of the answer
/// @param seed of the model's random numbers
/// @param stop texts at which it ends
/// @param reasoningEffort `none`, `low`, `medium` or `high`
/// @param format what the answer must look like
public record ChatOptions(OptionalDouble temperature, OptionalDouble topP, OptionalDouble frequencyPenalty,
        OptionalDouble presencePenalty, OptionalInt maxTokens, OptionalLong seed, List<String> stop,
        Optional<String> reasoningEffort,
        Optional<Format> format) {

    public ChatOptions {
        stop = List.copyOf(stop);
    }

    /// What an answer must look like.
    public sealed interface Format {

        /// Any JSON object.
        record AnyJson() implements Format {}

        /// JSON that fits a schema.
        ///
        /// @param schema the JSON schema
        record Schema(JsonNode schema) implements Format {}
    }
}
