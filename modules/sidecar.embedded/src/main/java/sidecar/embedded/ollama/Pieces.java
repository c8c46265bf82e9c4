package sidecar.embedded.ollama;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Cuts an answer into what a stream sends at a time: up to four words with the white space around them, of words
/// longer than 40 characters 40 characters. All pieces together are the answer.
final class Pieces {

    private static final Pattern PIECE = Pattern.compile("(?s)(?:\\s*+\\S{1,40}+\\s*+){1,4}+|\\s++");

    private Pieces() {}

    static Stream<String> of(String answer) {
        return PIECE.matcher(answer).results().map(MatchResult::group);
    }
}
