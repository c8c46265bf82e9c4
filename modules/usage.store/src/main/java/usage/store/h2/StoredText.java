package usage.store.h2;

/// Text as it is stored: of bounded length, and with nothing in it that a database, a terminal or a page would choke on.
///
/// Control characters and halves of surrogate pairs are written as their escape (`\u0000`). Lengths are in code points; an
/// escape or a pair that does not fit is left out whole.
public final class StoredText {

    /// Most code points of a name.
    public static final int NAME = 256;
    /// Most code points of a tag.
    public static final int TAG = 64;

    private StoredText() {}

    /// `text` in at most `limit` code points.
    public static String of(String text, int limit) {
        if (text.length() <= limit && text.chars().noneMatch(unit -> mustBeEscaped(unit))) {
            return text;
        }
        var stored = new StringBuilder();
        int at = 0;
        for (int room = limit; at < text.length();) {
            int codePoint = text.codePointAt(at);
            var piece = mustBeEscaped(codePoint) ? "\\u%04x".formatted(codePoint) : Character.toString(codePoint);
            room -= piece.codePointCount(0, piece.length());
            if (room < 0) {
                break;
            }
            stored.append(piece);
            at += Character.charCount(codePoint);
        }
        return stored.toString();
    }

    private static boolean mustBeEscaped(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }
}
