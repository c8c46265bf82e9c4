package lakehouse.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Takes a text apart, line by line: a statement ends at its `;`, wherever that does not stand in quotes or a comment; a
/// command or the name of a question has a line of its own. A command that begins with a backslash ends a statement too.
final class Splitter {

    private enum Place {
        CODE, TEXT, NAME, COMMENT
    }

    private final List<Input> found = new ArrayList<>();
    private final StringBuilder statement = new StringBuilder();
    private Place place = Place.CODE;
    private boolean blank = true;
    private int line;
    private int begin;

    /// What a whole text is made of, its unended last statement included.
    static List<Input> all(String text) {
        var splitter = new Splitter();
        var all = new ArrayList<Input>();
        text.lines().forEach(line -> all.addAll(splitter.next(line)));
        splitter.end().ifPresent(all::add);
        return all;
    }

    /// What the next line completes.
    List<Input> next(String text) {
        line++;
        found.clear();
        var command = place == Place.CODE ? OwnLine.of(text, line, blank) : Optional.<Input>empty();
        if (command.isPresent()) {
            end().ifPresent(found::add);
            found.add(command.get());
        } else {
            scan(text);
        }
        return List.copyOf(found);
    }

    /// Whether a statement or a comment has begun and not ended.
    boolean isOpen() {
        return !blank || place != Place.CODE;
    }

    /// Ends the statement that has begun, where one has.
    Optional<Input> end() {
        var last = Optional.<Input>of(new Input.Statement(statement.toString().strip(), begin)).filter(some -> !blank);
        statement.setLength(0);
        blank = true;
        place = Place.CODE;
        return last;
    }

    private void scan(String text) {
        for (int at = 0; at < text.length(); at++) {
            char letter = text.charAt(at);
            if (place == Place.CODE && text.startsWith("--", at)) {
                statement.append(text, at, text.length());
                break;
            }
            boolean pair = place == Place.CODE && text.startsWith("/*", at)
                    || place == Place.COMMENT && text.startsWith("*/", at);
            if (place == Place.CODE && letter == ';') {
                end().ifPresent(found::add);
                continue;
            }
            place = after(letter, pair);
            statement.append(letter);
            if (pair) {
                statement.append(text.charAt(++at));
            } else if (place != Place.COMMENT && !Character.isWhitespace(letter) && blank) {
                blank = false;
                begin = line;
            }
        }
        statement.append('\n');
    }

    private Place after(char letter, boolean pair) {
        return switch (place) {
            case CODE -> pair ? Place.COMMENT : letter == '\'' ? Place.TEXT : letter == '"' ? Place.NAME : Place.CODE;
            case TEXT -> letter == '\'' ? Place.CODE : Place.TEXT;
            case NAME -> letter == '"' ? Place.CODE : Place.NAME;
            case COMMENT -> pair ? Place.CODE : Place.COMMENT;
        };
    }
}
