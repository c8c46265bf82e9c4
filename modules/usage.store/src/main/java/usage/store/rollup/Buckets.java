package usage.store.rollup;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import usage.store.UsagePage;
import usage.store.UsageQuery;
import usage.store.UsageQuery.BucketWidth;
import usage.store.h2.Bounds;
import usage.store.h2.Cursor;

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

    /// The first moment of the bucket at `index`; behind the last the end of all.
    Instant start(int index) {
        return index < starts.size() ? starts.get(index) : end;
    }

    /// The index of the first bucket that begins `span` later than the one at `index`, or behind the last.
    int after(int index, Duration span) {
        var limit = starts.get(index).plus(span);
        int next = index + 1;
        while (next < starts.size() && starts.get(next).isBefore(limit)) {
            next++;
        }
        return next;
    }

    /// The bucket at `index`, with its results.
    UsagePage.Bucket bucket(int index, List<UsagePage.Result> results) {
        return new UsagePage.Bucket(start(index), start(index + 1), results);
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
