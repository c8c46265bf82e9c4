package sidecar.embedded.extract;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// The one instruction that is followed to the letter: to reply with a given text.
///
/// The whole message must read, in any case of letters,
///
///     [please[,]] (reply | respond | answer) [only] with [exactly | only | just] [:] X [[,] and nothing else] [.]
///
/// X is any text, over any number of lines, and is the answer. Quotes around it (`"…"`, `'…'`, `` `…` ``, `“…”`, `‘…’`)
/// are taken off, and what they hold is not touched; of an unquoted X a single full stop at the end is dropped.
final class Directive {

    private static final Pattern ORDER = Pattern
            .compile("(?is)\\s*(?:please,?\\s+)?(?:reply|respond|answer)\\s+(?:only\\s+)?with(?:\\s+(?:exactly|only|just))?"
                    + "(?:\\s*:\\s*|\\s+)(.+)");
    private static final Pattern NOTHING_ELSE = Pattern
            .compile("(?is)(?<!\\s)\\s*+,?\\s*+(?<=\\s)and\\s++nothing\\s++else[.!]?\\z");
    private static final Pattern QUOTED = Pattern
            .compile("\"([^\"]*)\"\\.?|'([^']*)'\\.?|`([^`]*)`\\.?|“([^”]*)”\\.?|‘([^’]*)’\\.?");
    private static final Pattern FULL_STOP = Pattern.compile("(?<!\\.)\\.$");

    private Directive() {}

    /// The text that `message` wants to hear, if it is such a directive.
    static Optional<String> in(String message) {
        var order = ORDER.matcher(message);
        return order.matches() ? text(order.group(1).strip()) : Optional.empty();
    }

    private static Optional<String> text(String rest) {
        var wanted = NOTHING_ELSE.matcher(rest).replaceFirst("");
        var quoted = QUOTED.matcher(wanted);
        var text = quoted.matches() ? held(quoted) : FULL_STOP.matcher(wanted).replaceFirst("");
        return Optional.of(text).filter(words -> !words.isBlank());
    }

    private static String held(MatchResult quoted) {
        return IntStream.rangeClosed(1, quoted.groupCount()).mapToObj(quoted::group).filter(Objects::nonNull).findFirst()
                .orElseThrow();
    }
}
