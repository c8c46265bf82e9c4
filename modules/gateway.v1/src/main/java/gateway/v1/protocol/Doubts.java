package gateway.v1.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.Fault;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Collects, while a request is read, what of it only its own protocol can say. A provider that speaks that protocol gets
/// it as it came; for any other the request is refused, naming the first of these: nothing is dropped in silence.
public final class Doubts {

    /// Fields of which `false` asks for nothing. Of any other, `false` may be the very thing that is asked.
    private static final Set<String> FALSE_IS_NOTHING = Set.of("logprobs", "echo", "store", "stream", "background",
            "defer_loading");

    private Optional<Fault> first = Optional.empty();

    /// Something that has no words elsewhere.
    ///
    /// @param param the field
    /// @param message names it
    public void add(String param, String message) {
        if (first.isEmpty()) {
            first = Optional.of(Fault.unsupported(param, message));
        }
    }

    /// Every field that is neither understood nor without effect on the answer.
    ///
    /// @param where what the fields belong to, such as `messages`; empty: the request itself
    public void others(String where, Body body, Set<String> known, Set<String> harmless) {
        body.json().properties().stream().filter(field -> says(field.getKey(), field.getValue()))
                .map(Map.Entry::getKey)
                .filter(name -> !known.contains(name) && !harmless.contains(name)).sorted().findFirst()
                .ifPresent(name -> add(where.isEmpty() ? name : where,
                        (where.isEmpty() ? name : where + ": " + name) + " cannot be said to this model's provider"));
    }

    public Optional<Fault> first() {
        return first;
    }

    /// Null and what is empty ask for nothing.
    private static boolean says(String name, JsonNode value) {
        boolean no = value.isBoolean() && !value.booleanValue();
        return !(value.isNull() || value.isTextual() && value.textValue().isEmpty() || no && FALSE_IS_NOTHING.contains(name)
                || value.isContainerNode() && value.isEmpty());
    }
}
