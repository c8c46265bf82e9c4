package lakehouse.usage;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Sums of a group, over one bucket or several. What nobody knows is not there.
///
/// Percentiles do not add up: they are those of a single bucket, and gone as soon as there is another.
final class Line {

    private final Map<String, BigDecimal> counts = new HashMap<>();
    private final TreeMap<String, BigDecimal> cost = new TreeMap<>();
    private Optional<JsonNode> only = Optional.empty();
    private int buckets;

    void add(JsonNode result) {
        result.properties().stream().filter(field -> field.getValue().isNumber())
                .forEach(field -> counts.merge(field.getKey(), field.getValue().decimalValue(), BigDecimal::add));
        result.path("cost").forEach(
                sum -> cost.merge(sum.path("currency").asText(), sum.path("value").decimalValue(), BigDecimal::add));
        buckets++;
        only = buckets == 1 ? Optional.of(result) : Optional.empty();
    }

    Optional<BigDecimal> count(String name) {
        return Optional.ofNullable(counts.get(name));
    }

    Set<String> currencies() {
        return cost.keySet();
    }

    Optional<BigDecimal> cost(String currency) {
        return Optional.ofNullable(cost.get(currency));
    }

    Optional<BigDecimal> latency(String percentile) {
        return only.map(result -> result.at("/latency_ms/" + percentile)).filter(JsonNode::isNumber).map(JsonNode::decimalValue);
    }
}
