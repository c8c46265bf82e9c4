package usage.store.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import usage.store.Cost;
import usage.store.UsagePage;
import usage.store.UsageQuery;
import usage.store.UsageQuery.BucketWidth;

/// Sums usage by bucket and group: one statement for counts and percentiles, one for cost by currency, over the same moment
/// of the ledger. A page is a run of whole buckets, so its sums do not depend on how long pages are.
final class UsageReport {

    private final BucketWidth width;
    private final Buckets buckets;
    private final Condition condition;
    private final Groups groups;

    UsageReport(UsageQuery query) {
        width = query.bucketWidth();
        buckets = Buckets.of(query);
        condition = Condition.of(buckets.starts().getFirst(), buckets.end(), query.filters());
        groups = new Groups(query.bucketWidth(), query.groupBy());
    }

    UsagePage run(Connection connection) throws SQLException {
        var costs = costs(connection);
        var results = new HashMap<Instant, List<UsagePage.Result>>();
        Sql.query(connection, groups.sql(Sums.COLUMNS, condition.sql()), condition::fill, cells -> {
            var group = groups.read(cells);
            var result = Sums.read(cells, group.keys(), costs.getOrDefault(group, List.of()));
            return results.computeIfAbsent(group.bucket(), bucket -> new ArrayList<>()).add(result);
        });
        return new UsagePage(IntStream.range(0, buckets.starts().size()).mapToObj(index -> bucket(index, results)).toList(),
                buckets.nextPage());
    }

    private Map<Groups.Group, List<Cost>> costs(Connection connection) throws SQLException {
        var costs = new HashMap<Groups.Group, List<Cost>>();
        Sql.query(connection, groups.sqlByCurrency("SUM(cost) AS amount", condition.sql() + " AND cost IS NOT NULL"),
                condition::fill,
                cells -> costs.computeIfAbsent(groups.read(cells), group -> new ArrayList<>())
                        .add(new Cost(cells.optionalAmount("amount").orElseThrow(), cells.text("currency"))));
        return costs;
    }

    private UsagePage.Bucket bucket(int index, Map<Instant, List<UsagePage.Result>> results) {
        var aligned = Buckets.aligned(buckets.starts().get(index), width);
        return buckets.bucket(index, List.copyOf(results.getOrDefault(aligned, List.of())));
    }
}
