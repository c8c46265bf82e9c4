package usage.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import usage.store.CallsQuery.Order;
import usage.store.h2.Bounds;
import usage.store.h2.Condition;
import usage.store.recording.JournaledStore;
import usage.store.rollup.Whereabouts;

/// Pages of calls by what usage is rolled up by: looked for where the roll-ups say that there are some, and all found.
class FilteredCallsTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant END = Instant.parse("2026-03-05T00:00:00Z");

    @TempDir
    private Path directory;
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final Random random = new Random(7);
    private JournaledStore store;

    @BeforeEach
    void open() {
        store = (JournaledStore) UsageStore
                .open(new StoreSettings(directory, RandomCalls.PRICES, Duration.ofDays(4), Sample.JOURNAL, now::get));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void pagesHaveTheRowsThatPassWhetherTheirHoursAreRolledUpChangedOrExpired(Order order) {
        settle(200, START, END);
        now.set(END.minus(Duration.ofMinutes(90)));
        store.upkeep().run();
        settle(20, START, END);
        now.set(END.plus(Duration.ofHours(10)));
        store.upkeep().run();
        settle(20, START, END);
        var all = store.queries()
                .calls(query(new CallsSelection(Bounds.FIRST, Bounds.LAST, Map.of()), order, 10_000, Optional.empty())).rows();
        for (int times = 0; times < 30; times++) {
            var filters = filters();
            var selection = selection(filters);
            assertThat(paged(selection, order)).extracting(row -> row.intent().key()).as("%s", selection)
                    .containsExactlyElementsOf(all.stream()
                            .filter(row -> PlainSums.passes(row, filters)
                                    && PlainSums.isIn(row, selection.start(), selection.end()))
                            .map(row -> row.intent().key()).toList());
        }
    }

    @Test
    void nobodyLooksIntoHoursThatHaveNoSuchRow() throws SQLException {
        settle(200, START, END);
        var rare = new Sample();
        rare.caller = "rare";
        rare.acceptedAt = START.plus(Duration.ofHours(30)).plusSeconds(5);
        rare.settleOk(store);
        now.set(END);
        store.upkeep().run();

        assertThat(looks("rare")).singleElement().satisfies(look -> {
            assertThat(look.start()).isEqualTo(START.plus(Duration.ofHours(30)));
            assertThat(look.end()).isEqualTo(START.plus(Duration.ofHours(31)));
        });
        assertThat(looks("nobody")).isEmpty();
    }

    private List<Condition> looks(String caller) throws SQLException {
        var selection = new CallsSelection(Bounds.FIRST, Bounds.LAST, Map.of(Column.CALLER, List.of(caller)));
        var looks = new ArrayList<Condition>();
        try (var connection = Sample.sql(store, directory)) {
            new Whereabouts(selection).each(connection, Condition.of(Bounds.FIRST, Bounds.LAST, Map.of()), Order.NEWEST_FIRST,
                    looks::add);
        }
        return looks;
    }

    private void settle(int calls, Instant start, Instant end) {
        var some = new RandomCalls(random, start, end);
        for (int call = 0; call < calls; call++) {
            some.next().forEach(attempt -> attempt.settle(store));
        }
    }

    private List<AttemptRow> paged(CallsSelection selection, Order order) {
        var rows = new ArrayList<AttemptRow>();
        int limit = 1 + random.nextInt(60);
        var page = store.queries().calls(query(selection, order, limit, Optional.empty()));
        rows.addAll(page.rows());
        while (page.nextPage().isPresent()) {
            page = store.queries().calls(query(selection, order, limit, page.nextPage()));
            rows.addAll(page.rows());
        }
        return rows;
    }

    private static CallsQuery query(CallsSelection selection, Order order, int limit, Optional<String> page) {
        return new CallsQuery(selection, order, limit, page);
    }

    private CallsSelection selection(Map<Dimension, List<String>> filters) {
        var columns = new EnumMap<Column, List<String>>(Column.class);
        filters.forEach((dimension, values) -> columns.put(dimension.column(), values));
        return random.nextBoolean()
                ? new CallsSelection(Bounds.FIRST, Bounds.LAST, columns)
                : new CallsSelection(START.plusSeconds(random.nextInt(200_000)), END.minusSeconds(random.nextInt(100_000)),
                        columns);
    }

    private Map<Dimension, List<String>> filters() {
        var filters = new EnumMap<Dimension, List<String>>(Dimension.class);
        RandomCalls.KEYS.forEach((dimension, keys) -> {
            if (random.nextInt(5) == 0) {
                filters.put(dimension,
                        random.nextInt(20) == 0 ? List.of("nothing") : keys.subList(0, 1 + random.nextInt(keys.size())));
            }
        });
        return filters;
    }
}
