package gateway.v1.call;

import java.util.List;
import java.util.Optional;
import usage.store.Tokens;

/// What a provider's answer says, in no protocol.
public sealed interface ModelEvent {

    /// Which model answers, and the provider's own id of the answer.
    ///
    /// @param model as the provider names it
    /// @param id the provider's id
    record Started(Optional<String> model, Optional<String> id) implements ModelEvent {}

    /// More text of the answer.
    ///
    /// @param text to be appended
    record Text(String text) implements ModelEvent {}

    /// More text of the reasoning before it.
    ///
    /// @param text to be appended
    record Reasoning(String text) implements ModelEvent {}

    /// A tool is about to be called; its arguments follow.
    ///
    /// @param index which of the answer's calls, from 0
    /// @param id joins the call with its answer
    /// @param name the tool
    record ToolBegun(int index, String id, String name) implements ModelEvent {}

    /// More of a call's arguments.
    ///
    /// @param index which of the answer's calls
    /// @param json JSON text, to be appended
    record ToolArguments(int index, String json) implements ModelEvent {}

    /// Vectors, in the order of the texts.
    ///
    /// @param vectors one `float[dimensions]` per text
    record Embedded(List<float[]> vectors) implements ModelEvent {}

    /// Documents in the order of their fit.
    ///
    /// @param documents best first
    record Ranked(List<Place> documents) implements ModelEvent {

        /// One document's place.
        ///
        /// @param index its place in the request
        /// @param relevance its fit; higher is better
        public record Place(int index, double relevance) {}
    }

    /// What an answer says that is a further one beside the first: a caller of the provider's own protocol may ask for several.
    ///
    /// @param choice which of them, from 1
    /// @param said text, reasoning, a call of a tool with its own number, or its end
    record Alternative(int choice, ModelEvent said) implements ModelEvent {}

    /// What the provider has counted so far; a later one replaces an earlier one.
    ///
    /// @param tokens in the one normal form
    record Used(Tokens tokens) implements ModelEvent {}

    /// The model stops.
    ///
    /// @param reason in OpenAI's words
    record Finished(Optional<String> reason) implements ModelEvent {}
}
