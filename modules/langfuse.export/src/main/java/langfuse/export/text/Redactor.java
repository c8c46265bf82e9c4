package langfuse.export.text;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Takes out of a text what is private by its look, and leaves a word in its place: keys and bearer tokens `[KEY]`, e-mail
/// addresses `[EMAIL]`, bank accounts `[IBAN]`, payment cards `[CARD]`, network addresses `[IP]`, telephone numbers `[PHONE]`, and
/// what the operator's own patterns find `[REDACTED]`. It takes time in proportion to the text, whatever stands in it.
///
/// Names and addresses of people have no such look.
final class Redactor implements UnaryOperator<String> {

    private final List<Rule> own;
    private final List<Rule> all;

    /// @param patterns the operator's own, of RE2
    Redactor(List<String> patterns) {
        own = patterns.stream().map(pattern -> Rule.of("[REDACTED]", pattern)).toList();
        all = Stream.concat(own.stream(), Rules.ALL.stream()).toList();
    }

    @Override
    public String apply(String text) {
        var redacted = text;
        for (var rule : own) {
            redacted = rule.redact(redacted, redacted);
        }
        for (var rule : all) {
            redacted = rule.redact(redacted, view(redacted));
        }
        return redacted;
    }

    /// The text as rules look at it, character by character: in JSON or code within a text `\n4111` is a number on a line of its
    /// own, and no word that begins with n.
    private static String view(String text) {
        int at = text.indexOf('\\');
        if (at < 0) {
            return text;
        }
        var view = text.toCharArray();
        for (; at >= 0 && at < view.length; at = text.indexOf('\\', at)) {
            while (at < view.length && view[at] == '\\') {
                view[at++] = ' ';
            }
            if (at < view.length && "nrtbf".indexOf(view[at]) >= 0) {
                view[at++] = ' ';
            }
        }
        return new String(view);
    }
}
