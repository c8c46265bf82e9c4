package usage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is put into the ledger is what comes out of it.
class RecordTest {

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

    @Test
    void theTestsRunOnTheModulePath() {
        assertThat(UsageStore.class.getModule().getName()).isEqualTo("usage.store");
    }

    @Test
    void everyColumnComesBackAsItWasPutIn() {
        var sample = new Sample();
        sample.tokens = new Tokens(OptionalLong.of(1), OptionalLong.of(0), OptionalLong.of(3), OptionalLong.of(4),
                OptionalLong.of(5), UsageSource.ESTIMATED);

        var settled = sample.settleOk(store);

        assertThat(settled).isEqualTo(new AttemptRow(sample.intent(), sample.ok(), Optional.empty(), Optional.empty()));
        assertThat(store.queries().call(sample.key.callId())).containsExactly(settled);
    }

    @Test
    void whatIsUnknownComesBackEmptyAndZeroAsZero() {
        var sample = new Sample(UUID.randomUUID(), 0);
        sample.apiKeyId = Optional.empty();
        sample.endUser = Optional.empty();
        sample.tags = List.of();
        sample.callerSpanId = Optional.empty();
        sample.route = Optional.empty();
        sample.provider = Optional.empty();
        sample.model = Optional.empty();
        var refusal = Settlement.refused(ErrorType.UNKNOWN_MODEL, 404, Sample.NOON);
        store.ledger().refuse(sample.intent(), refusal);
        assertThat(store.queries().call(sample.key.callId()))
                .containsExactly(new AttemptRow(sample.intent(), refusal, Optional.empty(), Optional.empty()));

        var zero = Sample.tokensOf(Sample.tokens(0, 0)).settleOk(store);
        assertThat(zero.settlement().tokens()).isEqualTo(Sample.tokens(0, 0));
    }

    @Test
    void theViewHasEveryColumnOfTheRecord() throws SQLException {
        new Sample().settleOk(store);
        try (var connection = Sample.sql(store, directory);
                var statement = connection.createStatement();
                var row = statement.executeQuery("""
                        SELECT call_id, attempt, request_id, group_id, trace_id, span_id, parent_span_id, caller_span_id, caller,
                            api_key_id, end_user, session_id, tags, endpoint, operation, route, provider, requested_model, target_model,
                            response_model, stream, provider_request_id, status, finish_reason, error_type, http_status,
                            accepted_at, sent_at, first_token_at, finished_at, latency_ms, time_to_first_token_ms,
                            input_tokens, cached_input_tokens, cache_write_tokens, output_tokens, reasoning_tokens,
                            usage_source, cost, currency, price_id
                        FROM calls WHERE 'eval' = ANY(tags)""")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getLong("latency_ms")).isEqualTo(450);
            assertThat(row.getLong("time_to_first_token_ms")).isEqualTo(120);
            assertThat(row.getString("accepted_at")).isEqualTo("2026-03-01 12:00:00+00");
            assertThat(row.getString("error_type")).isNull();
            assertThat(row.getString("caller_span_id")).isEqualTo("caller's span");
        }
    }

    @Test
    void theTimeOfAFurtherAttemptBeginsWhenItWasSent() throws SQLException {
        var sample = new Sample(UUID.randomUUID(), 2);
        var sent = sample.acceptedAt.plusSeconds(9);
        var row = sample.settle(store, new Settlement(Status.OK, Optional.empty(), Optional.empty(), OptionalInt.of(200),
                Optional.of(sent), Optional.of(sent.plusMillis(20)), sent.plusMillis(70), sample.tokens, Optional.empty(),
                Optional.empty()));
        assertThat(row.latencyMillis()).isEqualTo(70);
        assertThat(row.timeToFirstTokenMillis()).hasValue(20);
        var unsent = new Sample(sample.key.callId(), 3);
        assertThat(unsent.settle(store, unsent.ended(Status.FAILED, ErrorType.CONNECT)).latencyMillis()).isEqualTo(450);
        try (var connection = Sample.sql(store, directory);
                var statement = connection.createStatement();
                var cells = statement.executeQuery("SELECT latency_ms, time_to_first_token_ms FROM calls ORDER BY attempt")) {
            cells.next();
            assertThat(cells.getLong(1)).isEqualTo(70);
            assertThat(cells.getLong(2)).isEqualTo(20);
            cells.next();
            assertThat(cells.getLong(1)).isEqualTo(450);
        }
        var sums = store.queries().usage(Sample.day()).buckets().getFirst().results().getFirst();
        assertThat(sums.latencyMillis().p50()).hasValue(70);
    }

    @Test
    void durationsInSqlAreTheOnesOfTheRow() throws SQLException {
        var sample = Sample.at(Sample.NOON.plusNanos(900_000));
        sample.untilFinished = Duration.ofNanos(1_200_000);
        sample.untilFirstToken = Duration.ofNanos(-5_000_000);
        var row = sample.settleOk(store);
        assertThat(row.latencyMillis()).isEqualTo(1);
        assertThat(row.timeToFirstTokenMillis()).hasValue(0);
        try (var connection = Sample.sql(store, directory);
                var statement = connection.createStatement();
                var cells = statement.executeQuery("SELECT latency_ms, time_to_first_token_ms FROM calls")) {
            cells.next();
            assertThat(cells.getLong(1)).isEqualTo(1);
            assertThat(cells.getLong(2)).isZero();
        }
    }

    @Test
    void timeIsKeptToTheMicrosecond() {
        var sample = Sample.at(Sample.NOON.plusNanos(123_456_999));
        assertThat(sample.settleOk(store).intent().acceptedAt()).isEqualTo(Sample.NOON.plusNanos(123_456_000));
    }

    @Test
    void longAndHostileNamesAreCutAndEscapedAndCanBeSearchedFor() {
        var sample = new Sample();
        sample.model = Optional.of("x".repeat(10_000));
        sample.caller = "a\u0000b\nc";
        sample.endUser = Optional.of("e".repeat(255) + "😀😀");
        sample.tags = List.of("t".repeat(100));

        var intent = sample.settleOk(store).intent();

        assertThat(intent.what().targetModel()).hasValue("x".repeat(256));
        assertThat(intent.who().caller()).isEqualTo("a\\u0000b\\u000ac");
        assertThat(intent.who().endUser()).hasValue("e".repeat(255) + "😀");
        assertThat(intent.who().tags()).containsExactly("t".repeat(64));
        var query = new CallsQuery(Sample.NOON, Sample.NOON.plusSeconds(1),
                Map.of(Column.TARGET_MODEL, List.of(sample.model.get()), Column.CALLER, List.of(sample.caller)), 10,
                Optional.empty());
        assertThat(store.queries().calls(query).rows()).hasSize(1);
    }

    @Test
    void allThatTheLawAllowsCanBeSettled() {
        for (var error : ErrorType.values()) {
            for (var status : Status.values()) {
                if (error.goesWith(status) && status != Status.LOST) {
                    var sample = new Sample();
                    var settlement = sample.ended(status, error);
                    assertThat(sample.settle(store, settlement).settlement()).isEqualTo(settlement);
                }
            }
        }
        var cached = new Settlement(Status.CACHED, Optional.empty(), Optional.of("stop"), OptionalInt.empty(),
                Optional.empty(), Optional.empty(), Sample.NOON, Tokens.UNKNOWN, Optional.empty(), Optional.empty());
        assertThat(new Sample().settle(store, cached).settlement()).isEqualTo(cached);
    }

    @Test
    void theDatabaseItselfHoldsToTheLaw() throws SQLException {
        new Sample().settleOk(store);
        try (var connection = Sample.sql(store, directory); var statement = connection.createStatement()) {
            for (var change : List.of("error_type = 'cut'", "status = 'failed'", "status = 'refused', error_type = 'limit'",
                    "cost = 1", "cost = 1, currency = 'EUR', price_id = 'x', sent_at = NULL")) {
                assertThatThrownBy(() -> statement.executeUpdate("UPDATE attempts SET " + change)).as(change)
                        .hasMessageContaining("Check constraint violation");
            }
        }
    }

    @Test
    void onlyRecoveryMayCallAnAttemptLost() {
        var sample = new Sample();
        store.ledger().open(sample.intent());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.ledger().settle(sample.key, sample.ended(Status.LOST, ErrorType.CRASH)))
                .withMessageContaining("recovery alone");
    }

    @Test
    void onlyARefusalCanBeRefused() {
        var sample = new Sample();
        assertThatIllegalArgumentException().isThrownBy(() -> store.ledger().refuse(sample.intent(), sample.ok()))
                .withMessageContaining("status ok");
    }
}
