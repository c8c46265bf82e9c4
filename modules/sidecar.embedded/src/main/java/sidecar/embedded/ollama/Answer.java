package sidecar.embedded.ollama;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import sidecar.embedded.extract.Extract;

/// The objects that an answer is made of, in Ollama's fields; all durations in nanoseconds.
///
/// @param model the model, as the request named it
/// @param shape where an object has its text
record Answer(String model, Shape shape) {

    /// Where an object has its text.
    enum Shape {
        /// In `message.content`.
        CHAT,
        /// In `response`.
        GENERATE
    }

    /// A part of a stream.
    ObjectNode piece(Stopwatch watch, String text) {
        return text(watch, text).put("done", false);
    }

    /// All there is to say when the model was only to be loaded.
    ObjectNode loaded(Stopwatch watch) {
        return text(watch, "").put("done_reason", "load").put("done", true);
    }

    /// The end of a stream, or the whole answer: text, counts and durations, `loaded` until the model was there.
    ObjectNode last(Stopwatch watch, String text, Extract extract, long loaded) {
        return text(watch, text).put("done_reason", extract.whole() ? "stop" : "length").put("done", true)
                .put("total_duration", watch.nanos()).put("load_duration", loaded).put("prompt_eval_count", extract.inputTokens())
                .put("prompt_eval_duration", extract.reading().toNanos()).put("eval_count", extract.outputTokens())
                .put("eval_duration", extract.writing().toNanos());
    }

    private ObjectNode text(Stopwatch watch, String text) {
        var object = JsonNodeFactory.instance.objectNode().put("model", model).put("created_at", watch.now().toString());
        switch (shape) {
            case CHAT -> object.putObject("message").put("role", "assistant").put("content", text);
            case GENERATE -> object.put("response", text);
        }
        return object;
    }
}
