package gateway.v1.attempt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import telemetry.Said;

/// What was seen of one answer; a call may have several.
///
/// @param reasoning what the model thought
/// @param text what it said
/// @param calls what it called, by their numbers
record Heard(StringBuilder reasoning, StringBuilder text, Map<Integer, Calling> calls) {

    /// A call of a tool whose arguments are still coming.
    record Calling(String id, String name, StringBuilder arguments) {}

    Heard() {
        this(new StringBuilder(), new StringBuilder(), new TreeMap<>());
    }

    /// The same as turns.
    List<Said.Turn> turns() {
        var turns = new ArrayList<Said.Turn>();
        if (!reasoning.isEmpty()) {
            turns.add(new Said.Turn(Turns.REASONING, reasoning.toString()));
        }
        if (!text.isEmpty() || !calls.isEmpty()) {
            turns.add(new Said.Turn(Turns.ASSISTANT, text.toString(), calls.values().stream()
                    .map(call -> new Said.ToolCall(call.id(), call.name(), call.arguments().toString())).toList()));
        }
        return turns;
    }
}
