package lakehouse.shell;

import java.util.List;
import java.util.stream.Stream;

/// What is to be shown.
///
/// @param text with the end of its last line
/// @param notes lines about it that are no part of it
public record Answer(String text, List<String> notes) {

    public Answer {
        notes = List.copyOf(notes);
    }

    static Answer of(String text) {
        return new Answer(text, List.of());
    }

    static Answer note(String note) {
        return new Answer("", List.of(note));
    }

    Answer and(String note) {
        return new Answer(text, Stream.concat(notes.stream(), Stream.of(note)).toList());
    }
}
