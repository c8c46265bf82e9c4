package langfuse.export.text;

import com.google.re2j.Pattern;
import java.util.function.Predicate;

/// One kind of thing that is private, and how it is known.
///
/// @param placeholder what is put in its place
/// @param pattern what looks like it
/// @param isPossible whether a text can have it at all, found out quickly
/// @param check what of that really is
record Rule(String placeholder, Pattern pattern, Predicate<String> isPossible, Check check) {

    /// What is none of it.
    static final int NONE = -1;

    /// Finds out how far something really is what it looks like.
    @FunctionalInterface
    interface Check {

        /// @param text in which it stands
        /// @param start its first character
        /// @param end behind its last one
        /// @return where it really ends, or [#NONE]
        int end(String text, int start, int end);
    }

    /// What is what it looks like.
    static Rule of(String placeholder, String pattern) {
        return new Rule(placeholder, Pattern.compile(pattern), text -> true, (text, start, end) -> end);
    }

    /// Puts the placeholder where it is found.
    ///
    /// @param view the text as it is to be looked at, of the same length
    String redact(String text, String view) {
        if (!isPossible.test(text)) {
            return text;
        }
        var matcher = pattern.matcher(view);
        var redacted = new StringBuilder();
        int copied = 0;
        for (int from = 0; from <= view.length() && matcher.find(from);) {
            int end = check.end(view, matcher.start(), matcher.end());
            if (end > matcher.start()) {
                redacted.append(text, copied, matcher.start()).append(placeholder);
                copied = end;
                from = end;
            } else {
                from = matcher.start() + 1;
            }
        }
        return copied == 0 ? text : redacted.append(text, copied, text.length()).toString();
    }
}
