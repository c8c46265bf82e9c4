package usage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Single attempts, newest first.
class CallsTest {

    private static final Instant END = Sample.NOON.plusSeconds(10);

    @TempDir
    private Path directory;
    private UsageStore store;

    @BeforeEach
    void open() {
        store = Sample.store(directory);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 11, 12, 13, 10_000})
    void pagesListEveryRowOnceNewestFirstAlsoWhereMomentsAreTheSame(int limit) {
        for (int at = 0; at < 4; at++) {
            var moment = Sample.NOON.plusSeconds(at / 2);
            var call = Sample.at(moment);
            call.settleOk(store);
            for (int attempt = 2; attempt <= 3; attempt++) {
                var again = new Sample(call.key.callId(), attempt);
                again.acceptedAt = moment;
                again.settleOk(store);
            }
        }
        var rows = list(limit, Map.of());
        assertThat(rows).hasSize(12).doesNotHaveDuplicates();
        assertThat(rows).isSortedAccordingTo(Comparator.comparing((AttemptRow row) -> row.intent().acceptedAt())
                .thenComparing(row -> row.intent().key().callId().toString())
                .thenComparing(row -> row.intent().key().attempt()).reversed());
    }

    @Test
    void rowsThatComeBetweenTwoPagesDoNotShiftThem() {
        for (int at = 0; at < 4; at++) {
            Sample.at(Sample.NOON.plusSeconds(at)).settleOk(store);
        }
        var first = store.queries().calls(query(2, Map.of(), Optional.empty()));
        Sample.at(Sample.NOON.plusSeconds(5)).settleOk(store);
        var second = store.queries().calls(query(2, Map.of(), first.nextPage()));
        assertThat(second.rows()).extracting(row -> row.intent().acceptedAt()).containsExactly(Sample.NOON.plusSeconds(1),
                Sample.NOON);
        assertThat(second.nextPage()).isEmpty();
    }

    @Test
    void oldestFirstIsTheSameListTheOtherWayAndHasCursorsOfItsOwn() {
        for (int at = 0; at < 7; at++) {
            Sample.at(Sample.NOON.plusSeconds(at / 3)).settleOk(store);
        }
        var selection = new CallsSelection(Sample.NOON, END, Map.of());
        var first = store.queries().calls(new CallsQuery(selection, CallsQuery.Order.OLDEST_FIRST, 4, Optional.empty()));
        var second = store.queries().calls(new CallsQuery(selection, CallsQuery.Order.OLDEST_FIRST, 4, first.nextPage()));
        var rows = new ArrayList<>(first.rows());
        rows.addAll(second.rows());
        assertThat(second.nextPage()).isEmpty();
        assertThat(rows.reversed()).isEqualTo(list(10, Map.of()));
        assertInvalid(query(4, Map.of(), first.nextPage()), "page");
    }

    @Test
    void pagesStayStableWhileManyThreadsInsert() throws Exception {
        var before = new ArrayList<AttemptKey>();
        for (int at = 0; at < 60; at++) {
            var sample = Sample.at(Sample.NOON.plusMillis(at * 50L));
            sample.settleOk(store);
            before.add(sample.key);
        }
        var written = new AtomicInteger();
        var reading = new AtomicBoolean(true);
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < 4; thread++) {
                writers.submit(() -> {
                    for (int rows = 0; reading.get() && rows < 500; rows++) {
                        Sample.at(Sample.NOON.plusMillis(written.incrementAndGet() * 7L % 3000)).settleOk(store);
                    }
                });
            }
            for (int round = 0; round < 5; round++) {
                var keys = list(7, Map.of()).stream().map(row -> row.intent().key()).toList();
                assertThat(keys).doesNotHaveDuplicates().containsAll(before);
            }
            reading.set(false);
        }
        assertThat(list(100, Map.of())).hasSize(60 + written.get());
    }

    @Test
    void filtersAndTheHalfOpenIntervalHoldHereToo() {
        Sample.at(END).settleOk(store);
        new Sample().settleOk(store);
        var other = new Sample();
        other.caller = "curl";
        other.settleOk(store);
        assertThat(list(10, Map.of())).hasSize(2);
        assertThat(list(10, Map.of(Column.CALLER, List.of("curl")))).extracting(row -> row.intent().key())
                .containsExactly(other.key);
        assertThat(list(10, Map.of(Column.CALLER, List.of("' OR 1=1 --")))).isEmpty();
    }

    @Test
    void aCallHasAllItsAttemptsInOrderAndAnUnknownOneNone() {
        var callId = UUID.randomUUID();
        for (int attempt : new int[]{3, 1, 2}) {
            new Sample(callId, attempt).settleOk(store);
        }
        assertThat(store.queries().call(callId)).extracting(row -> row.intent().key().attempt()).containsExactly(1, 2, 3);
        assertThat(store.queries().call(UUID.randomUUID())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "Y2FsbHN8MXwyfDM", "dXNhZ2V8MTc3MjMyMzIwMA", "Y2FsbHM",
        "Y2FsbHN8LTEwMDAwMDAwMDAtMDEtMDFUMDA6MDA6MDBafDAtMC0wLTAtMHwx"})
    void aCursorThatIsNotOneIsNamed(String page) {
        assertInvalid(query(10, Map.of(), Optional.of(page)), "page");
    }

    @Test
    void whatAQueryMayNotAskForIsNamed() {
        assertInvalid(query(10_001, Map.of(), Optional.empty()), "limit");
        assertInvalid(new CallsQuery(Instant.MIN, END, Map.of(), 1, Optional.empty()), "start_time");
        assertThatThrownBy(() -> query(0, Map.of(), Optional.empty())).hasMessageStartingWith("limit");
    }

    private void assertInvalid(CallsQuery query, String name) {
        assertThatThrownBy(() -> store.queries().calls(query)).hasMessageStartingWith(name)
                .isInstanceOfSatisfying(LedgerException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(LedgerException.Code.INVALID_QUERY));
    }

    private List<AttemptRow> list(int limit, Map<Column, List<String>> filters) {
        var rows = new ArrayList<AttemptRow>();
        var page = Optional.<String>empty();
        do {
            var answer = store.queries().calls(query(limit, filters, page));
            rows.addAll(answer.rows());
            page = answer.nextPage();
        } while (page.isPresent());
        return rows;
    }

    private static CallsQuery query(int limit, Map<Column, List<String>> filters, Optional<String> page) {
        return new CallsQuery(Sample.NOON, END, filters, limit, page);
    }
}
