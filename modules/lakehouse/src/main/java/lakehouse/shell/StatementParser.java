package lakehouse.shell;

import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.impl.DefaultParser;

/// Tells the editor whether what is typed is whole, and which word stands at the cursor.
final class StatementParser extends DefaultParser {

    StatementParser() {
        setQuoteChars(new char[0]);
        setEscapeChars(new char[0]);
    }

    /// @throws EOFError where a statement goes on in the next line
    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE && !isWhole(line)) {
            throw new EOFError(-1, cursor, "a statement ends at ';' or an empty line");
        }
        return super.parse(line, cursor, context);
    }

    private static boolean isWhole(String text) {
        var splitter = new Splitter();
        var lines = text.split("\n", -1);
        for (var line : lines) {
            splitter.next(line);
        }
        return !splitter.isOpen() || lines[lines.length - 1].isBlank();
    }

    @Override
    public boolean isDelimiterChar(CharSequence buffer, int at) {
        char letter = buffer.charAt(at);
        return !Character.isLetterOrDigit(letter) && "_@\\?".indexOf(letter) < 0;
    }
}
