package lakehouse.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telemetry.MetricBounds;
import telemetry.MetricLabel;
import telemetry.MetricName;

/// `/metrics` of a running service, held against the ledger and against what the providers have received.
class MetricsIT {

    private static final String COUNT = MetricName.OPERATION_DURATION + "_count";

    private static ManyCalls.Seen seen;
    private static Exposition metrics;

    @BeforeAll
    static void call(@TempDir Path directory) throws Exception {
        seen = ManyCalls.make(directory);
        metrics = seen.exposition();
    }

    @Test
    void attemptsAreThoseOfTheLedgerAndOfTheProviders() {
        var attempts = seen.rows().stream().filter(row -> row.path("attempt").asInt() > 0).toList();
        assertThat(attempts).hasSize(14);
        assertThat(metrics.sum(COUNT)).isEqualTo(attempts.size());
        assertThat(metrics.sum(COUNT, label(MetricLabel.PROVIDER, "open"))).isEqualTo(seen.received().get("open").doubleValue());
        assertThat(metrics.sum(COUNT, label(MetricLabel.PROVIDER, "ollama")))
                .isEqualTo(seen.received().get("ollama").doubleValue());
        assertThat(metrics.sum(COUNT, label(MetricLabel.ERROR_TYPE, "connect"))).isEqualTo(2);

        var ended = attempts.stream().collect(Collectors.groupingBy(
                row -> List.of(row.path("operation").asText(), row.path("provider").asText(), row.path("status").asText(),
                        row.path("error_type").asText("")),
                Collectors.summingDouble(row -> 1)));
        assertThat(ended).hasSizeGreaterThan(5);
        assertThat(metrics.named(COUNT).collect(Collectors.groupingBy(sample -> Stream
                .of(MetricLabel.OPERATION, MetricLabel.PROVIDER, MetricLabel.STATUS, MetricLabel.ERROR_TYPE)
                .map(sample.labels()::get).toList(), Collectors.summingDouble(Exposition.Sample::value)))).isEqualTo(ended);
    }

    @Test
    void tokensAreTheLedgers() {
        for (var type : List.of("input", "output")) {
            var known = seen.rows().stream().map(row -> row.path(type + "_tokens")).filter(JsonNode::isNumber).toList();
            assertThat(known).hasSizeGreaterThan(5);
            assertThat(metrics.sum(MetricName.TOKEN_USAGE + "_count", label(MetricLabel.TOKEN_TYPE, type)))
                    .isEqualTo(known.size());
            assertThat(metrics.sum(MetricName.TOKEN_USAGE + "_sum", label(MetricLabel.TOKEN_TYPE, type)))
                    .isEqualTo(known.stream().mapToLong(JsonNode::asLong).sum());
        }
    }

    @Test
    void firstChunksAreThoseOfStreams() {
        var begun = seen.rows().stream().filter(row -> row.path("stream").asBoolean() && !row.path("first_token_at").isNull())
                .count();
        assertThat(begun).isEqualTo(5);
        assertThat(metrics.sum(MetricName.TIME_TO_FIRST_CHUNK + "_count")).isEqualTo(begun);
    }

    @Test
    void whatWasTurnedAwayIsCountedByItsReason() {
        var refused = seen.rows().stream().filter(row -> row.path("status").asText().equals("refused"))
                .collect(Collectors.groupingBy(row -> row.path("error_type").asText(), Collectors.summingDouble(row -> 1)));
        assertThat(refused).hasSize(2);
        assertThat(metrics.named(MetricName.CALLS_REFUSED).filter(sample -> sample.value() > 0)
                .collect(Collectors.toMap(sample -> sample.labels().get(MetricLabel.REASON), Exposition.Sample::value)))
                .isEqualTo(refused);
        assertThat(metrics.named(MetricName.REQUESTS_UNROWED)
                .collect(Collectors.toMap(sample -> sample.labels().get(MetricLabel.REASON), Exposition.Sample::value)))
                .containsEntry("not_found", 1.0).containsEntry("unauthenticated", 1.0).containsEntry("unrecordable", 0.0);
    }

    @Test
    void everyCallThatWasTriedHasItsOverhead() {
        assertThat(metrics.sum(MetricName.GATEWAY_OVERHEAD + "_count")).as("all but the one that was not understood")
                .isEqualTo(seen.rows().size() - 1);
    }

    @Test
    void gaugesAgreeWithTheLedger() {
        assertThat(metrics.sum(MetricName.LEDGER_ACCEPTED)).isEqualTo(seen.rows().size());
        assertThat(metrics.sum(MetricName.LEDGER_SETTLED)).isEqualTo(seen.rows().size());
        assertThat(metrics.sum(MetricName.CALLS_IN_FLIGHT)).isZero();
        assertThat(metrics.sum(MetricName.LEDGER_LOST)).isZero();
        assertThat(metrics.sum(MetricName.LEDGER_JOURNAL)).isPositive();
        assertThat(metrics.sum(MetricName.LEDGER_JOURNAL_LIMIT)).isEqualTo(4L << 30);
        assertThat(metrics.sum(MetricName.VECTORS_COLLECTIONS)).isEqualTo(1);
    }

    @Test
    void requestsToVectorsAreTimedInBucketsFromMillisecondsToTensOfSecondsWithoutLabels() {
        for (var name : List.of(MetricName.VECTORS_INGEST, MetricName.VECTORS_QUERY, MetricName.VECTORS_ANSWER)) {
            assertThat(metrics.families()).containsEntry(name, "histogram");
            assertThat(metrics.named(name + "_bucket").map(sample -> Double.parseDouble(
                    sample.labels().get("le").replace("Inf", "Infinity"))))
                    .containsExactlyElementsOf(Stream.concat(MetricBounds.VECTORS_SECONDS.stream(),
                            Stream.of(Double.POSITIVE_INFINITY)).toList());
            assertThat(metrics.labels(name + "_bucket")).containsExactlyInAnyOrder("le", "mp_scope");
            assertThat(metrics.sum(name + "_count")).as(name).isEqualTo(name.equals(MetricName.VECTORS_QUERY) ? 1 : 0);
        }
        assertThat(metrics.sum(MetricName.VECTORS_QUERY + "_sum")).isBetween(1e-6, 60.0);
    }

    @Test
    void noKeyUserNorTextIsToldNorAModelThatNobodyHas() {
        assertThat(seen.metrics()).doesNotContain(ManyCalls.CANARY);
        assertThat(metrics.labels(COUNT)).containsExactlyInAnyOrder(MetricLabel.OPERATION, MetricLabel.PROVIDER,
                MetricLabel.REQUEST_MODEL, MetricLabel.RESPONSE_MODEL, MetricLabel.STATUS, MetricLabel.ERROR_TYPE, "mp_scope");
        assertThat(metrics.named(COUNT).map(sample -> sample.labels().get(MetricLabel.REQUEST_MODEL)))
                .contains("m", "local", "configured",
                        MetricLabel.OTHER)
                .doesNotContain("");
    }

    private static Predicate<Map<String, String>> label(String name, String value) {
        return labels -> value.equals(labels.get(name));
    }
}
