package lakehouse.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Text in columns: as wide as they need to be, names to the left and numbers to the right.
///
/// @param names of the columns
/// @param keys how many columns, from the first on, hold names
/// @param rows a cell for each column
record Columns(List<String> names, int keys, List<List<String>> rows) {

    private static final String BETWEEN = "  ";

    /// A line for the names of the columns, and one for each row.
    List<String> lines() {
        var all = new ArrayList<List<String>>();
        all.add(names);
        all.addAll(rows);
        var widths = IntStream.range(0, names.size())
                .map(column -> all.stream().mapToInt(row -> length(row.get(column))).max().orElseThrow()).toArray();
        return all.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            var cell = row.get(column);
            var room = " ".repeat(widths[column] - length(cell));
            line.append(column == 0 ? "" : BETWEEN).append(column < keys ? cell + room : room + cell);
        }
        return line.toString().stripTrailing();
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
