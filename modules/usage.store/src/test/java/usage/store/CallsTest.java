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
    void filtersAndTheHalfOpenIntervalHoldHereToo() {
        Sample.at(END).settleOk(store);
        new Sample().settleOk(store);
        var other = new Sample();
        other.caller = "curl";
        other.settleOk(store);
        assertThat(list(10, Map.of())).hasSize(2);
        assertThat(list(10, Map.of(Dimension.CALLER, List.of("curl")))).extracting(row -> row.intent().key())
                .containsExactly(other.key);
        assertThat(list(10, Map.of(Dimension.CALLER, List.of("' OR 1=1 --")))).isEmpty();
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

    private List<AttemptRow> list(int limit, Map<Dimension, List<String>> filters) {
        var rows = new ArrayList<AttemptRow>();
        var page = Optional.<String>empty();
        do {
            var answer = store.queries().calls(query(limit, filters, page));
            rows.addAll(answer.rows());
            page = answer.nextPage();
        } while (page.isPresent());
        return rows;
    }

    private static CallsQuery query(int limit, Map<Dimension, List<String>> filters, Optional<String> page) {
        return new CallsQuery(Sample.NOON, END, filters, limit, page);
    }
}
