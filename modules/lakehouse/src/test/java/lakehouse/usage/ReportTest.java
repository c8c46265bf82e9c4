package lakehouse.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final String FIRST = bucket(1772323200, result("\"model\":\"small\"", 1, 10, "null", "[]", "12"),
            result("\"model\":\"large\"", 1200, 1_000_000, "250", "[{\"value\":1234.5,\"currency\":\"EUR\"}]", "3456.7"));
    private static final String SECOND = bucket(1772409600, result("\"model\":\"large\"", 34, 500, "50",
            "[{\"value\":0.0000005,\"currency\":\"EUR\"},{\"value\":2,\"currency\":\"USD\"}]", "7"),
            result("\"model\":null", 0, 0, "null", "[]", "null"));

    @Test
    void groupsAreAddedUpOverDaysWithTheBiggestFirstAndAllTogetherLast() throws JsonProcessingException {
        var all = answer(
                bucket(1772323200, result("", 1200, 1_000_010, "250", "[{\"value\":1234.5,\"currency\":\"EUR\"}]", "20")),
                bucket(1772409600, result("", 34, 500, "50",
                        "[{\"value\":0.0000005,\"currency\":\"EUR\"},{\"value\":2,\"currency\":\"USD\"}]", "7")));
        assertThat(new Report(List.of("model"), answer(FIRST, SECOND), all).lines()).containsExactly(
                "model  requests  attempts  unpriced      input  cached  output      cost EUR  cost USD  p50 ms  p95 ms",
                "large     1,234     1,234         2  1,000,500             300  1,234.500001  2.000000",
                "small         1         1         1         10                                              12      12",
                "              0         0         1          0",
                "all       1,234     1,234         2  1,000,510             300  1,234.500001  2.000000");
    }

    @Test
    void byDayEachLineHasItsPercentilesAndTheEarliestComesFirst() throws JsonProcessingException {
        assertThat(new Report(List.of("day", "model"), answer(SECOND, FIRST), answer(FIRST)).lines())
                .extracting(line -> line.replaceAll(" +", " ")).containsExactly(
                        "day model requests attempts unpriced input cached output cost EUR p50 ms p95 ms",
                        "2026-03-01 small 1 1 1 10 12 12",
                        "2026-03-01 large 1,200 1,200 1 1,000,000 250 1,234.500000 3,457 3,457",
                        "2026-03-02 large 34 34 1 500 50 0.000001 7 7", "2026-03-02 0 0 1 0",
                        "all 1,201 1,201 2 1,000,010 250 1,234.500000");
    }

    @Test
    void whereThereIsNothingTheTableIsEmptyButForItsLastLine() throws JsonProcessingException {
        assertThat(new Report(List.of("caller"), answer(), answer()).lines()).containsExactly(
                "caller  requests  attempts  input  cached  output  p50 ms  p95 ms", "all");
    }

    private static JsonNode answer(String... buckets) throws JsonProcessingException {
        return JSON.readTree("{\"data\":[" + String.join(",", buckets) + "]}");
    }

    private static String bucket(long start, String... results) {
        return "{\"start_time\":" + start + ",\"results\":[" + String.join(",", results) + "]}";
    }

    private static String result(String key, int requests, int input, String output, String cost, String latency) {
        return "{" + (key.isEmpty() ? "" : key + ",") + "\"num_model_requests\":" + requests + ",\"num_attempts\":" + requests
                + ",\"num_failed\":0,\"num_unpriced\":1,\"input_tokens\":" + input + ",\"cached_input_tokens\":null,"
                + "\"output_tokens\":" + output + ",\"cost\":" + cost + ",\"latency_ms\":{\"p50\":" + latency + ",\"p95\":"
                + latency
                + "}}";
    }
}
