package usage.store.h2;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import usage.store.Dimension;
import usage.store.UsageQuery.BucketWidth;

/// How rows are split: by bucket, then by the dimensions asked for. NULL is a key of its own.
final class Groups {

    /// One combination of bucket and keys.
    ///
    /// @param bucket first moment of the aligned bucket
    record Group(Instant bucket, Map<Dimension, Optional<String>> keys) {}

    private final BucketWidth width;
    private final List<Dimension> dimensions;

    Groups(BucketWidth width, List<Dimension> dimensions) {
        this.width = width;
        this.dimensions = dimensions.stream().distinct().toList();
    }

    /// A statement that has `columns` for every group, in the order of time and keys.
    String sql(String columns, String condition) {
        return sql(names(), columns, condition);
    }

    /// The same, split by currency besides.
    String sqlByCurrency(String columns, String condition) {
        return sql(names() + ", currency", columns, condition);
    }

    Group read(Cells cells) throws SQLException {
        var keys = new LinkedHashMap<Dimension, Optional<String>>();
        for (var dimension : dimensions) {
            keys.put(dimension, cells.optionalText(dimension.column().wireName()));
        }
        return new Group(cells.moment("bucket"), Collections.unmodifiableMap(keys));
    }

    private String names() {
        return dimensions.stream().map(dimension -> ", " + dimension.column().wireName()).collect(Collectors.joining());
    }

    private String sql(String names, String columns, String condition) {
        return "SELECT DATE_TRUNC('" + unit() + "', accepted_at) AS bucket" + names + ", " + columns + " FROM calls" + condition
                + " GROUP BY bucket" + names + " ORDER BY bucket" + names;
    }

    private String unit() {
        return switch (width) {
            case MINUTE -> "MINUTE";
            case HOUR -> "HOUR";
            case DAY -> "DAY";
        };
    }
}
