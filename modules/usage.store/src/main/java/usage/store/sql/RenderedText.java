package usage.store.sql;

import java.util.Locale;
import java.util.regex.Pattern;

/// Reads the text that the database is given the way the database does, word by word. What the parser has let through and
/// nobody has looked at (a clause of another dialect, FOR UPDATE, INTO, a hint) has words or signs that are not known.
final class RenderedText {

    private static final Pattern PIECE = Pattern.compile("\\G(?:[ \\n]+" // white space
            + "|'[^']*+(?:''[^']*+)*+'" // text
            + "|\"[^\"]++\"" // a name
            + "|\\d+(?:\\.\\d*)?(?![\\w.])" // a number
            + "|\\?\\d+" // a parameter
            + "|(?<word>[A-Za-z_]\\w*+)(?!['\"&])" // a word, which is no prefix of a literal
            + "|<>|!=|<=|>=|-(?!-)|/(?![*/])|\\*(?!/)|[=<>+%(),.\\[\\]])");

    private RenderedText() {}

    static void check(String text) {
        var pieces = PIECE.matcher(text);
        int end = 0;
        while (end < text.length()) {
            if (!pieces.find()) {
                throw Refusal.sql("may not be written so: " + Refusal.shown(text.substring(end)));
            }
            end = pieces.end();
            var word = pieces.group("word");
            if (word != null && !Vocabulary.WORDS.contains(word.toUpperCase(Locale.ROOT))) {
                throw Refusal.sql("may not use the word " + Refusal.shown(word) + " there");
            }
        }
    }
}
