package gateway.v1.protocol.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Json;

/// What an item of a response is, and by which events its text is told in a stream.
enum OpenAiResponseForm {
    /// What the model says.
    MESSAGE("msg_", "response.output_text", "response.content_part", "content_index") {
        @Override
        ObjectNode part(String text) {
            var part = Json.object().put("type", "output_text").put("text", text);
            part.putArray("annotations");
            part.putArray("logprobs");
            return part;
        }
    },
    /// What it thinks.
    THOUGHT("rs_", "response.reasoning_text", "response.content_part", "content_index") {
        @Override
        ObjectNode part(String text) {
            return Json.object().put("type", "reasoning_text").put("text", text);
        }
    },
    /// What it thinks, for callers that look for a summary of it: there is no other here than the whole.
    SUMMARY("rs_", "response.reasoning_summary_text", "response.reasoning_summary_part", "summary_index") {
        @Override
        ObjectNode part(String text) {
            return Json.object().put("type", "summary_text").put("text", text);
        }
    },
    /// What it calls. The text are the arguments, and they are no part of anything.
    CALL("fc_", "response.function_call_arguments", "", "") {
        @Override
        ObjectNode part(String text) {
            return Json.object().put("arguments", text);
        }
    };

    private final String idPrefix;
    private final String textEvents;
    private final String partEvents;
    private final String indexField;

    OpenAiResponseForm(String idPrefix, String textEvents, String partEvents, String indexField) {
        this.idPrefix = idPrefix;
        this.textEvents = textEvents;
        this.partEvents = partEvents;
        this.indexField = indexField;
    }

    /// The part of the item that holds its text.
    abstract ObjectNode part(String text);

    String idPrefix() {
        return idPrefix;
    }

    /// What its text's events begin with.
    String textEvents() {
        return textEvents;
    }

    /// What its part's events begin with.
    String partEvents() {
        return partEvents;
    }

    /// By which field an event says which part is meant.
    String indexField() {
        return indexField;
    }
}
