package gateway.v1.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.Fault;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// Collects, while a request is read, what of it only its own protocol can say, or can know to be wrong: a value of the right type
/// may have a meaning to its provider. One that speaks that protocol gets it as it came; for any other the request is refused,
/// naming the first of these: nothing is dropped in silence.
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
        add(Fault.unsupported(param, message));
    }

    /// Something that is wrong as far as we know.
    public void add(Fault fault) {
        first = first.or(() -> Optional.of(fault));
    }

    /// A whole number in a field.
    ///
    /// @throws gateway.v1.call.GatewayException where it is none at all
    public OptionalLong whole(Body body, String name) {
        return number(body, name, Long.MIN_VALUE, Long.MAX_VALUE, "");
    }

    /// A whole number in a field that says how many of something; it may be none where `least` is 0.
    ///
    /// @throws gateway.v1.call.GatewayException where it is no whole number at all
    public OptionalInt count(Body body, String name, int least) {
        var count = number(body, name, least, Integer.MAX_VALUE, " from " + least);
        return count.isPresent() ? OptionalInt.of((int) count.getAsLong()) : OptionalInt.empty();
    }

    private OptionalLong number(Body body, String name, long least, long most, String range) {
        var number = body.integer(name);
        if (number.isEmpty()) {
            return OptionalLong.empty();
        }
        if (number.get().compareTo(BigInteger.valueOf(least)) < 0 || number.get().compareTo(BigInteger.valueOf(most)) > 0) {
            add(Fault.invalid(name, name + " must be a whole number" + range + ", not " + number.get()));
            return OptionalLong.empty();
        }
        return OptionalLong.of(number.get().longValue());
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
