package usage.store.rollup;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import usage.store.Dimension;
import usage.store.UsagePage;
import usage.store.UsageQuery;
import usage.store.UsageQuery.BucketWidth;
import usage.store.h2.Condition;

/// Sums usage by bucket and group, over one moment of the ledger: from roll-ups where there are any that know what is asked,
/// from rows otherwise. The answer does not show which. A page is a run of whole buckets, so its sums do not depend on how long
/// pages are.
///
/// It is made window by window, so that it takes no more memory than a window's groups and the answer itself, which has a bound.
public final class UsageReport {

    /// Most results of an answer: some hundred megabytes while it is made.
    static final int MOST_RESULTS = 100_000;

    private static final Duration DAYS_AT_ONCE = Duration.ofDays(31);
    private static final Duration HOURS_AT_ONCE = Duration.ofDays(7);
    private static final Duration MINUTES_AT_ONCE = Duration.ofDays(1);

    private final UsageQuery query;
    private final Buckets buckets;
    private final Dimensions groupBy;
    private final Condition condition;
    private final Optional<Level> level;

    /// @throws usage.store.LedgerException `invalid_query` naming the parameter that is wrong
    public UsageReport(UsageQuery query) {
        this.query = query;
        buckets = Buckets.of(query);
        groupBy = new Dimensions(query.groupBy());
        condition = Condition.of(buckets.starts().getFirst(), buckets.end(), query.filters());
        level = query.bucketWidth() == BucketWidth.MINUTE ? Optional.empty() : Level.coarsestWith(asked());
    }

    /// @param connection in a transaction whose reads all see the same moment
    /// @throws usage.store.LedgerException `invalid_query` where rows are needed that have expired, or there are too many results
    public UsagePage run(Connection connection) throws SQLException {
        var horizon = Horizon.read(connection);
        if (horizon.isPresent()) {
            horizon.get().check(query, condition, level);
        }
        int room = MOST_RESULTS;
        var answered = new ArrayList<UsagePage.Bucket>();
        while (answered.size() < buckets.starts().size()) {
            int first = answered.size();
            int next = buckets.after(first, atOnce());
            var sheet = new Sheet(query.bucketWidth(), groupBy, room);
            read(new Sources(connection, groupBy, condition.within(buckets.start(first), buckets.start(next)), horizon), sheet);
            room = sheet.room();
            for (int at = first; at < next; at++) {
                answered.add(buckets.bucket(at, sheet.results(buckets.start(at))));
            }
        }
        return new UsagePage(answered, buckets.nextPage());
    }

    private void read(Sources sources, Sheet sheet) throws SQLException {
        if (level.isPresent()) {
            sources.readRollUps(level.get(), query.bucketWidth() == BucketWidth.DAY ? Grain.DAY : Grain.HOUR, sheet);
        } else {
            sources.readRows(sheet);
        }
    }

    private Set<Dimension> asked() {
        var asked = new HashSet<>(groupBy.all());
        asked.addAll(query.filters().keySet());
        return asked;
    }

    private Duration atOnce() {
        return switch (query.bucketWidth()) {
            case MINUTE -> MINUTES_AT_ONCE;
            case HOUR -> HOURS_AT_ONCE;
            case DAY -> DAYS_AT_ONCE;
        };
    }
}
