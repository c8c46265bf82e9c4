package sidecar.embedded.extract;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Cuts text into sentences, in reading order, white space made single.
///
/// A sentence ends where `java.text.BreakIterator` says so, and besides:
/// - at an empty line; at a line break too, unless the next line goes on in lower case;
/// - after a full stop that stands alone between spaces (as in text that was taken apart into words);
/// - at a passage's head: a line `[1] title` with text below it is a title and is left out; without, it is text;
/// - after 800 characters, at the last space before (a longer one would not fit the model's window).
///
/// What has neither letter nor digit is no sentence.
final class Sentences {

    private static final int LONGEST = 800;
    private static final Pattern HEAD = Pattern.compile("(?m)^\\h*\\[\\d+\\](?:\\h[^\\n]*\\n(?=\\h*[^\\s\\[])|\\h*)");
    private static final Pattern BLOCK = Pattern.compile("\\n(?!\\h*\\p{Ll})");
    private static final Pattern STOP_ALONE = Pattern.compile("(?<=\\s[.!?])\\s+");
    private static final Predicate<String> HAS_WORDS = Pattern.compile("[\\p{L}\\p{N}]").asPredicate();

    private Sentences() {}

    /// The sentences of `text`.
    static List<String> of(String text) {
        var body = HEAD.matcher(text.replace("\r\n", "\n")).replaceAll("\n\n");
        return BLOCK.splitAsStream(body).flatMap(Sentences::broken).flatMap(STOP_ALONE::splitAsStream)
                .map(sentence -> sentence.strip().replaceAll("\\s+", " ")).flatMap(Sentences::fitting).filter(HAS_WORDS).toList();
    }

    private static Stream<String> broken(String block) {
        var breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
        breaks.setText(block);
        var sentences = new ArrayList<String>();
        int start = breaks.first();
        for (int end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
            sentences.add(block.substring(start, end));
        }
        return sentences.stream();
    }

    private static Stream<String> fitting(String sentence) {
        var parts = new ArrayList<String>();
        int start = 0;
        while (sentence.length() - start > LONGEST) {
            int space = sentence.lastIndexOf(' ', start + LONGEST);
            int end = space > start ? space : sentence.offsetByCodePoints(start, LONGEST / 2);
            parts.add(sentence.substring(start, end).strip());
            start = end;
        }
        parts.add(sentence.substring(start).strip());
        return parts.stream();
    }
}
