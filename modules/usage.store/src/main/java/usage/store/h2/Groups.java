package usage.store.h2;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import usage.store.Dimension;
import usage.store.UsageQuery.BucketWidth;

/// How rows are split: by bucket, then by the dimensions asked for. NULL is a key of its own. A row with several tags is in
/// several groups by tag.
final class Groups {

    /// One combination of bucket and keys.
    ///
    /// @param bucket first moment of the aligned bucket
    record Group(Instant bucket, Map<Dimension, Optional<String>> keys) {}

    // One row for every tag, for an equal one only once; a row without tags stays, with NULL.
    private static final String PLACES = " LEFT JOIN SYSTEM_RANGE(1, 16) AS place ON place.x <= CARDINALITY(tags)"
            + " AND (place.x = 1 OR NOT ARRAY_CONTAINS(ARRAY_SLICE(tags, 1, place.x - 1), tags[place.x]))";

    private final BucketWidth width;
    private final List<Dimension> dimensions;

    Groups(BucketWidth width, List<Dimension> dimensions) {
        this.width = width;
        this.dimensions = dimensions.stream().distinct().toList();
    }

    /// A statement that has `columns` for every group, in the order of time and keys.
    String sql(String columns, String condition) {
        return sql("", columns, condition);
    }

    /// The same, split by currency besides.
    String sqlByCurrency(String columns, String condition) {
        return sql(", currency", columns, condition);
    }

    Group read(Cells cells) throws SQLException {
        var keys = new LinkedHashMap<Dimension, Optional<String>>();
        for (var dimension : dimensions) {
            keys.put(dimension, cells.optionalText(key(dimension)));
        }
        return new Group(cells.moment("bucket"), Collections.unmodifiableMap(keys));
    }

    private static String key(Dimension dimension) {
        return dimension == Dimension.TAGS ? "tag" : dimension.column().wireName();
    }

    private String names(Function<Dimension, String> name) {
        return dimensions.stream().map(dimension -> ", " + name.apply(dimension)).collect(Collectors.joining());
    }

    private String sql(String more, String columns, String condition) {
        var selected = names(dimension -> dimension == Dimension.TAGS ? "tags[place.x] AS tag" : key(dimension)) + more;
        var keys = "bucket" + names(Groups::key) + more;
        return "SELECT DATE_TRUNC('" + unit() + "', accepted_at) AS bucket" + selected + ", " + columns + " FROM calls"
                + (dimensions.contains(Dimension.TAGS) ? PLACES : "") + condition + " GROUP BY " + keys + " ORDER BY " + keys;
    }

    private String unit() {
        return switch (width) {
            case MINUTE -> "MINUTE";
            case HOUR -> "HOUR";
            case DAY -> "DAY";
        };
    }
}
