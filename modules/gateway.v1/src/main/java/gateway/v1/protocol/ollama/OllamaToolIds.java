package gateway.v1.protocol.ollama;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Joins tool calls with their answers, where a conversation does not: Ollama's callers may leave out a call's id, and name in
/// an answer only the tool, or nothing. An answer then belongs to the oldest call that is still open. For one thread.
final class OllamaToolIds {

    private record Open(String id, String tool) {}

    private final List<Open> open = new ArrayList<>();
    private int given;

    /// A tool was called.
    ///
    /// @return the call's id: its own, else a new one
    String called(Optional<String> id, String tool) {
        var known = id.orElseGet(() -> "call_" + given++);
        open.add(new Open(known, tool));
        return known;
    }

    /// A tool has answered.
    ///
    /// @return the id of the call that it answers; empty where there is none
    Optional<String> answered(Optional<String> id, Optional<String> tool) {
        var call = open.stream().filter(one -> id.map(one.id::equals).or(() -> tool.map(one.tool::equals)).orElse(true))
                .findFirst();
        call.ifPresent(open::remove);
        return id.or(() -> call.map(Open::id));
    }
}
