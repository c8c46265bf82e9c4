package usage.store.h2;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import usage.store.UsagePage;
import usage.store.UsageQuery;
import usage.store.UsageQuery.BucketWidth;

/// The buckets of one page of a usage query, without gaps. They are aligned to UTC; the first and the last are cut to what
/// was asked for.
record Buckets(List<Instant> starts, Instant end, Optional<String> nextPage) {

    private static final String LIST = "usage";

    static Buckets of(UsageQuery query) {
        Bounds.checkLimit(query.limit());
        Bounds.checkInterval(query.start(), query.end());
        var starts = new ArrayList<Instant>();
        var next = query.page().map(page -> first(query, page)).orElse(query.start());
        while (starts.size() < query.limit() && next.isBefore(query.end())) {
            starts.add(next);
            next = aligned(next, query.bucketWidth()).plus(query.bucketWidth().duration());
        }
        return next.isBefore(query.end())
                ? new Buckets(starts, next, Optional.of(Cursor.write(LIST, next.getEpochSecond())))
                : new Buckets(starts, query.end(), Optional.empty());
    }

    /// The first moment of the aligned bucket that `moment` lies in.
    static Instant aligned(Instant moment, BucketWidth width) {
        long seconds = width.duration().toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), seconds) * seconds);
    }

    /// The bucket at `index`, with its results.
    UsagePage.Bucket bucket(int index, List<UsagePage.Result> results) {
        return new UsagePage.Bucket(starts.get(index), index + 1 < starts.size() ? starts.get(index + 1) : end, results);
    }

    private static Instant first(UsageQuery query, String page) {
        return Cursor.read(LIST, page, parts -> {
            var start = Instant.ofEpochSecond(Long.parseLong(parts[0]));
            boolean fits = start.isAfter(query.start()) && start.isBefore(query.end())
                    && start.equals(aligned(start, query.bucketWidth()));
            if (!fits) {
                throw new IllegalArgumentException("of another query");
            }
            return start;
        });
    }
}
