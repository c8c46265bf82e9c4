package gateway.v1.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Function;

/// The words that a key takes, each with what it means; an error names them in their order.
///
/// @param meanings what each word means
record Words<T>(SequencedMap<String, T> meanings) implements Function<String, T> {

    Words {
        meanings = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(meanings));
    }

    /// The first of them.
    static <T> Words<T> of(String word, T meaning) {
        return new Words<T>(new LinkedHashMap<>()).or(word, meaning);
    }

    /// These, and one more.
    Words<T> or(String word, T meaning) {
        var more = new LinkedHashMap<>(meanings);
        more.put(word, meaning);
        return new Words<>(more);
    }

    /// @throws IllegalArgumentException naming the words
    @Override
    public T apply(String text) {
        if (!meanings.containsKey(text)) {
            throw new IllegalArgumentException("known are " + String.join(", ", meanings.keySet()));
        }
        return meanings.get(text);
    }
}
