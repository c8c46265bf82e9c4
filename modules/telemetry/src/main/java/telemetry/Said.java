package telemetry;

import java.util.List;

/// What was said in one attempt, as it was said: whoever tells of it elsewhere sees to what must not be told.
///
/// @param spanId the attempt's span
/// @param input what the model was told, in order
/// @param output what was seen of its answer; empty where that is no text
/// @param unseen how many characters of the answer were not kept, because nobody wanted so many
public record Said(String spanId, List<Turn> input, List<Turn> output, long unseen) {

    public Said {
        input = List.copyOf(input);
        output = List.copyOf(output);
    }

    /// What one side said at a time.
    ///
    /// @param role who: `system`, `user`, `assistant`, `tool`, and `reasoning` for what an assistant thought before it spoke
    /// @param text in words
    /// @param toolCalls what it called
    public record Turn(String role, String text, List<ToolCall> toolCalls) {

        public Turn {
            toolCalls = List.copyOf(toolCalls);
        }

        /// Words alone.
        public Turn(String role, String text) {
            this(role, text, List.of());
        }

        /// Does not tell the text.
        @Override
        public String toString() {
            return "Turn[role=" + role + ", characters=" + text.length() + "]";
        }
    }

    /// A call of a tool by the model.
    ///
    /// @param id joins it with its answer
    /// @param name the tool
    /// @param arguments JSON text, as far as it was seen
    public record ToolCall(String id, String name, String arguments) {

        /// Does not tell the arguments.
        @Override
        public String toString() {
            return "ToolCall[name=" + name + "]";
        }
    }
}
