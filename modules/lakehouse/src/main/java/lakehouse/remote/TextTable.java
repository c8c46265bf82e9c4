package lakehouse.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The answer to a question in SQL, for people: a line for each row, numbers to the right, NULL as nothing. Where a line is
/// wider than the terminal, each row stands as a block with a line for each of its columns.
public final class TextTable {

    private static final String GAP = "  ";

    private final List<String> names;
    private final List<JsonNode> rows;
    private final int[] widths;

    private TextTable(JsonNode document) {
        names = children(document.path("columns")).map(column -> shown(column.path("name"))).toList();
        rows = children(document.path("rows")).toList();
        widths = IntStream.range(0, names.size()).map(at -> Stream
                .concat(Stream.of(names.get(at)), rows.stream().map(row -> shown(row.get(at)))).mapToInt(TextTable::length).max()
                .orElse(0)).toArray();
    }

    /// @param document the service's answer
    /// @param width columns of the terminal
    public static String of(JsonNode document, int width) {
        var table = new TextTable(document);
        int wide = IntStream.of(table.widths).sum() + GAP.length() * (table.widths.length - 1);
        int count = table.rows.size();
        return (wide <= width ? table.lines() : table.blocks()) + "(" + count + (count == 1 ? " row" : " rows")
                + (document.path("truncated").booleanValue() ? "; there were more" : "") + ")\n";
    }

    private String lines() {
        var all = Stream.of(line(at -> cell(at, names.get(at), isNumber(at))), line(at -> "-".repeat(widths[at])));
        return Stream.concat(all, rows.stream().map(row -> line(at -> cell(at, shown(row.get(at)), row.get(at).isNumber()))))
                .collect(Collectors.joining());
    }

    private String line(IntFunction<String> cells) {
        return IntStream.range(0, names.size()).mapToObj(cells).collect(Collectors.joining(GAP)).stripTrailing() + "\n";
    }

    private String cell(int at, String text, boolean number) {
        var space = " ".repeat(widths[at] - length(text));
        return number ? space + text : text + space;
    }

    private boolean isNumber(int at) {
        return rows.stream().anyMatch(row -> row.get(at).isNumber());
    }

    private String blocks() {
        int longest = names.stream().mapToInt(TextTable::length).max().orElse(0);
        return rows.stream().map(row -> IntStream.range(0, names.size())
                .mapToObj(at -> (names.get(at) + " ".repeat(longest - length(names.get(at))) + GAP + shown(row.get(at)))
                        .stripTrailing() + "\n")
                .collect(Collectors.joining())).collect(Collectors.joining("\n")) + "\n";
    }

    /// Characters that would drive the terminal are shown as their number.
    private static String shown(JsonNode value) {
        if (value.isNull()) {
            return "";
        }
        var text = value.isArray()
                ? children(value).map(TextTable::shown).collect(Collectors.joining(", "))
                : value.isBigDecimal() ? value.decimalValue().toPlainString() : value.asText();
        return text.codePoints().mapToObj(letter -> Character.isISOControl(letter)
                ? "\\u%04x".formatted(letter)
                : Character.toString(letter)).collect(Collectors.joining());
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static Stream<JsonNode> children(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
