package usage.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The calls of one request of a user.
class GroupTest {

    private static final Instant BEFORE = Sample.NOON.minusSeconds(86_400);
    private static final Instant AFTER = Sample.NOON.plusSeconds(86_400);

    @TempDir
    private Path directory;
    private UsageStore store;

    @BeforeEach
    void open() {
        store = Sample.store(directory);
        settle("one", Sample.NOON.minusMillis(1));
        settle("one", Sample.NOON.plusSeconds(3599));
        settle("other", Sample.NOON);
        settle("third", Sample.NOON.minusSeconds(7200));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void allAttemptsOfAGroupAreFoundOverTheEdgesOfHours() {
        assertThat(calls(BEFORE, AFTER, "one")).containsExactly(Sample.NOON.plusSeconds(3599), Sample.NOON.minusMillis(1));
        assertThat(calls(BEFORE, AFTER, "one", "third")).hasSize(3);
        assertThat(calls(Instant.EPOCH, AFTER, "other")).containsExactly(Sample.NOON);
        assertThat(calls(BEFORE, AFTER, "nobody")).isEmpty();
    }

    @Test
    void theIntervalHoldsAlsoWithinAGroup() {
        assertThat(calls(Sample.NOON, AFTER, "one")).containsExactly(Sample.NOON.plusSeconds(3599));
        assertThat(calls(BEFORE, Sample.NOON.minusMillis(1), "one")).isEmpty();
        assertThat(calls(Sample.NOON.plusSeconds(1), Sample.NOON.plusSeconds(2), "one")).isEmpty();
    }

    @Test
    void usageOfAGroupIsOfAllItsAttempts() {
        for (var group : Map.of("one", 2L, "third", 1L).entrySet()) {
            var page = store.queries().usage(new UsageQuery(BEFORE, AFTER, UsageQuery.BucketWidth.DAY, List.of(),
                    Map.of(Dimension.GROUP_ID, List.of(group.getKey())), 31, Optional.empty()));
            assertThat(page.buckets().stream().flatMap(bucket -> bucket.results().stream())
                    .mapToLong(UsagePage.Result::attempts).sum()).isEqualTo(group.getValue());
        }
    }

    private List<Instant> calls(Instant start, Instant end, String... groups) {
        return store.queries().calls(new CallsQuery(start, end, Map.of(Column.GROUP_ID, List.of(groups)), 100, Optional.empty()))
                .rows().stream().map(row -> row.intent().acceptedAt()).toList();
    }

    private void settle(String group, Instant at) {
        var sample = Sample.at(at);
        sample.groupId = group;
        sample.settleOk(store);
    }
}
