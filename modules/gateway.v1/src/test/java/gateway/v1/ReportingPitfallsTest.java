package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import provider.scripted.Ollama;
import provider.scripted.Reply;

/// Figures that others get wrong although the call is in their ledger.
class ReportingPitfallsTest extends Pitfalls {

    private static final Map<String, String> PRICE = Map.of("prices.0.provider", "ollama", "prices.0.model", "m",
            "prices.0.input", "2", "prices.0.output", "3", "prices.0.currency", "EUR");

    @Test
    void everyTotalIsTheSumOfItsRowsAlsoAfterARestart() {
        provider.follow(call -> call.body().toString().contains("fail")
                ? Ollama.error(500, "no")
                : Ollama.answering("well ",
                        "then").reply(call));
        for (int at = 0; at < 3; at++) {
            gateway.post("/v1/chat", CHAT);
            gateway.post("/v1/chat", STREAM);
            gateway.post("/v1/embeddings", "{\"input\":\"one two\"}");
            gateway.post("/v1/chat", CHAT.replace("one", "fail"));
            gateway.post("/v1/chat", "{\"messages\":[]}");
        }
        assertTotalsAreSums();
        restart(Map.of());
        gateway.post("/v1/chat", CHAT);
        assertTotalsAreSums();
        assertThat(completeness().path("settled").asInt()).isEqualTo(16);
    }

    @Test
    void embeddingsAndRerankingsHaveAnOperationAndTokensOfTheirOwn() {
        for (var path : List.of("/v1/embeddings", "/ai/embed")) {
            gateway.post(path, "{\"model\":\"m\",\"input\":[\"a b\",\"c\"]}");
        }
        for (var path : List.of("/v1/rerank", "/ai/rerank")) {
            gateway.post(path, "{\"query\":\"q\",\"documents\":[\"a b\",\"c\",\"d\"]}");
        }
        assertThat(results("group_by=operation"))
                .extracting(result -> result.path("operation").asText(), result -> result.path("num_attempts").asInt(),
                        result -> result.path("input_tokens").asInt())
                .containsExactlyInAnyOrder(tuple("embeddings", 2, 6),
                        tuple("rerank", 2, 10));
        assertThat(provider.received().stream().mapToLong(Ollama::inputTokens).sum()).isEqualTo(16);
    }

    @Test
    void aCountThatIsAbsentIsUnknownAndAZeroIsAZero() {
        restart(PRICE);
        provider.follow(
                call -> Reply.json(200, "{\"model\":\"m\",\"message\":{\"content\":\"x\"},\"done\":true,\"eval_count\":0}"));

        var row = gateway.rowOf(gateway.post("/v1/chat", CHAT));
        assertThat(row.path("input_tokens").isNull()).isTrue();
        assertThat(row.path("cached_input_tokens").isNull()).isTrue();
        assertThat(row.path("output_tokens").asLong(-1)).isZero();
        assertThat(row.path("usage_source").asText()).isEqualTo("provider");
        assertThat(row.path("cost").isNull()).isTrue();
        assertThat(results("")).singleElement().satisfies(sum -> {
            assertThat(sum.path("input_tokens").isNull()).isTrue();
            assertThat(sum.path("output_tokens").asLong(-1)).isZero();
        });
    }

    @Test
    void anUnknownPriceIsNoCostAndIsCountedUntilTheRowsArePricedAnew() {
        gateway.post("/v1/chat", CHAT);
        assertThat(gateway.rows()).singleElement().satisfies(row -> assertThat(row.path("cost").isNull()).isTrue());
        assertThat(results("")).singleElement().satisfies(sum -> {
            assertThat(sum.path("num_unpriced").asInt()).isEqualTo(1);
            assertThat(sum.path("cost")).isEmpty();
        });

        restart(PRICE);
        assertThat(gateway.post("/v1/admin/reprice", "").statusCode()).isEqualTo(200);
        assertThat(results("")).singleElement().satisfies(sum -> {
            assertThat(sum.path("num_unpriced").asInt()).isZero();
            assertThat(sum.at("/cost/0/currency").asText()).isEqualTo("EUR");
            assertThat(sum.at("/cost/0/value").decimalValue()).isEqualByComparingTo("0.000012");
        });
    }

    @Test
    void aPriceOfZeroIsACostOfZero() {
        restart(Map.of("prices.0.provider", "ollama", "prices.0.model", "m", "prices.0.input", "0", "prices.0.output", "0",
                "prices.0.currency", "EUR"));
        var cost = gateway.rowOf(gateway.post("/v1/chat", CHAT)).path("cost");
        assertThat(cost.isNumber()).as("a cost: " + cost).isTrue();
        assertThat(cost.decimalValue()).isEqualByComparingTo("0");
        assertThat(results("")).singleElement().satisfies(sum -> assertThat(sum.path("num_unpriced").asInt()).isZero());
    }

    @Test
    void totalsDoNotDependOnTheLengthOfPages() {
        gateway.post("/v1/chat", CHAT);
        gateway.post("/v1/chat", CHAT);
        long start = gateway.getJson("/v1/usage").at("/data/0/start_time").asLong();
        var query = "/v1/usage?limit=2&start_time=" + start + "&end_time=" + (start + Duration.ofDays(7).toSeconds());
        int attempts = 0;
        int pages = 0;
        JsonNode page;
        String next = "";
        do {
            page = gateway.getJson(query + next);
            next = "&page=" + page.path("next_page").asText();
            pages++;
            for (var bucket : page.path("data")) {
                attempts += bucket.at("/results/0/num_attempts").asInt();
            }
        } while (page.path("has_more").asBoolean());
        assertThat(pages).isEqualTo(4);
        assertThat(attempts).isEqualTo(2);
        assertThat(gateway.getJson("/v1/usage/calls?limit=1").path("data")).hasSize(1);
    }

    @Test
    void intervalsAreHalfOpen() {
        var row = gateway.rowOf(gateway.post("/v1/chat", CHAT));
        long second = Instant.parse(row.path("accepted_at").asText()).getEpochSecond();
        for (int shift : List.of(-1, 0, 1)) {
            var interval = "start_time=" + (second + shift) + "&end_time=" + (second + shift + 1);
            assertThat(results(interval + "&bucket_width=1m").stream().mapToInt(sum -> sum.path("num_attempts").asInt()).sum())
                    .as(interval).isEqualTo(shift == 0 ? 1 : 0);
            assertThat(gateway.getJson("/v1/usage/calls?" + interval).path("data")).as(interval).hasSize(shift == 0 ? 1 : 0);
        }
    }

    @Test
    void daysBeginAtMidnightUtcWhereverTheMachineStands() {
        var here = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
            restart(Map.of());
            var row = gateway.rowOf(gateway.post("/v1/chat", CHAT));
            long accepted = Instant.parse(row.path("accepted_at").asText()).getEpochSecond();
            assertThat(accepted).isCloseTo(Instant.now().getEpochSecond(), within(60L));
            long day = accepted - accepted % Duration.ofDays(1).toSeconds();
            assertThat(gateway.getJson("/v1/usage").path("data")).filteredOn(bucket -> !bucket.path("results").isEmpty())
                    .singleElement().satisfies(bucket -> assertThat(bucket.path("start_time").asLong()).isEqualTo(day));
        } finally {
            TimeZone.setDefault(here);
        }
    }

    @Test
    void aQuestionAskedRightAfterACallKnowsIt() {
        for (int calls = 1; calls <= 20; calls++) {
            gateway.post("/v1/chat", CHAT);
            assertThat(results("")).singleElement().extracting(sum -> sum.path("num_attempts").asInt()).isEqualTo(calls);
            assertThat(gateway.rows()).hasSize(calls);
        }
    }

    @Test
    void callsMadeForOneRequestAddUpByItsTraceAndKeepTheirCallers() {
        var trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        for (var path : List.of("/v1/embeddings", "/v1/rerank", "/v1/chat")) {
            var body = switch (path) {
                case "/v1/embeddings" -> "{\"input\":\"one two\"}";
                case "/v1/rerank" -> "{\"query\":\"q\",\"documents\":[\"a\",\"b\"]}";
                default -> CHAT;
            };
            gateway.post(path, body, "authorization", "Bearer " + TestGateway.CREDENTIAL.value(), "x-lakehouse-caller",
                    path.equals("/v1/rerank") ? "vectord.service.search" : "vectord.service.rag", "x-lakehouse-on-behalf-of",
                    "user=ann", "traceparent", "00-" + trace + "-00f067aa0ba902b7-01");
        }
        gateway.post("/v1/chat", CHAT);

        assertThat(results("group_id=" + trace)).singleElement().satisfies(sum -> {
            assertThat(sum.path("num_model_requests").asInt()).isEqualTo(3);
            assertThat(sum.path("input_tokens").asLong()).isEqualTo(2 + 3 + 3);
        });
        assertThat(results("group_by=caller&group_id=" + trace))
                .extracting(sum -> sum.path("caller").asText() + " " + sum.path("num_attempts").asInt())
                .containsExactlyInAnyOrder("vectord.service.rag 2", "vectord.service.search 1");
        assertThat(gateway.getJson("/v1/usage/calls?group_id=" + trace).path("data"))
                .allSatisfy(row -> assertThat(row.path("end_user").asText()).isEqualTo("ann")).hasSize(3);
    }

    private void assertTotalsAreSums() {
        var sums = new HashMap<String, List<Long>>();
        gateway.rows().forEach(row -> sums.merge(key(row), counts(row, 1), ReportingPitfallsTest::plus));
        var totals = new HashMap<String, List<Long>>();
        results("group_by=operation&group_by=status")
                .forEach(sum -> totals.merge(key(sum), counts(sum, sum.path("num_attempts").asLong()),
                        ReportingPitfallsTest::plus));
        assertThat(totals).hasSize(4).isEqualTo(sums);
    }

    private static String key(JsonNode figures) {
        return figures.path("operation").asText() + " " + figures.path("status").asText();
    }

    private static List<Long> counts(JsonNode figures, long attempts) {
        return Stream.concat(Stream.of(attempts),
                Stream.of("input_tokens", "output_tokens").map(name -> figures.path(name).asLong())).toList();
    }

    private static List<Long> plus(List<Long> some, List<Long> others) {
        return LongStream.range(0, some.size()).map(at -> some.get((int) at) + others.get((int) at)).boxed().toList();
    }
}
