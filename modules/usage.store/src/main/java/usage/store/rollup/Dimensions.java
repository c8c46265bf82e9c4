package usage.store.rollup;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import usage.store.Dimension;
import usage.store.h2.Cells;
import usage.store.h2.Parameters;

/// Some dimensions, each once, in an order.
record Dimensions(List<Dimension> all) {

    Dimensions {
        all = all.stream().distinct().toList();
    }

    /// Their columns, each followed by a comma.
    String columns() {
        return all.stream().map(dimension -> dimension.column().wireName() + ", ").collect(Collectors.joining());
    }

    /// What the current row has in them.
    Combination read(Cells cells) throws SQLException {
        var keys = new ArrayList<List<String>>(all.size());
        for (var dimension : all) {
            keys.add(dimension == Dimension.TAGS
                    ? cells.texts("tags").stream().distinct().sorted().toList()
                    : cells.optionalText(dimension.column().wireName()).map(List::of).orElse(List.of()));
        }
        return new Combination(keys);
    }

    /// Fills the columns of all of `columns`, those with NULL that are not among these.
    void write(Parameters parameters, Combination combination, Dimensions columns) throws SQLException {
        for (var dimension : columns.all) {
            int at = all.indexOf(dimension);
            if (at < 0) {
                parameters.value(null);
            } else if (dimension == Dimension.TAGS) {
                parameters.tags(combination.keys().get(at));
            } else {
                parameters.text(combination.keys().get(at).stream().findFirst());
            }
        }
    }

    /// What a combination of `others` has in these.
    Combination of(Combination combination, Dimensions others) {
        return new Combination(all.stream().map(dimension -> combination.keys().get(others.all.indexOf(dimension))).toList());
    }

    /// The keys of a group by their dimensions.
    Map<Dimension, Optional<String>> named(List<Optional<String>> group) {
        var named = new LinkedHashMap<Dimension, Optional<String>>();
        for (int at = 0; at < all.size(); at++) {
            named.put(all.get(at), group.get(at));
        }
        return Collections.unmodifiableMap(named);
    }
}
