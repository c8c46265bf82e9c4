package ai.client;

import java.util.List;

/// Documents in the order of their fit.
///
/// @param model the model that judged
/// @param documents best first
/// @param usage its tokens
public record Ranking(String model, List<Ranked> documents, TokenUsage usage) {

    /// One document's place.
    ///
    /// @param index its place in the request
    /// @param relevance its fit; higher is better
    public record Ranked(int index, double relevance) {}
}
