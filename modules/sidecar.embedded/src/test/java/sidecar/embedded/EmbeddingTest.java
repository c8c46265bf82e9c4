package sidecar.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static sidecar.embedded.Caller.embed;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class EmbeddingTest extends RunningSidecar {

    private static double[] vector(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false).mapToDouble(JsonNode::doubleValue).toArray();
    }

    private static double product(double[] one, double[] other) {
        return IntStream.range(0, one.length).mapToDouble(at -> one[at] * other[at]).sum();
    }

    @Test
    void vectorsHaveLengthOneAndSimilarSentencesAreNearer() {
        var answer = caller.post("/api/embed", embed("The cat sleeps on the sofa.", "A kitten naps on the couch.",
                "Turbulent flow over a flat plate at high Reynolds number.")).body();
        assertThat(answer.path("embeddings")).hasSize(3);
        var vectors = StreamSupport.stream(answer.path("embeddings").spliterator(), false).map(EmbeddingTest::vector).toList();
        assertThat(vectors).allSatisfy(vector -> {
            assertThat(vector).hasSize(384);
            assertThat(product(vector, vector)).isCloseTo(1, within(1e-5));
        });
        assertThat(product(vectors.get(0), vectors.get(1))).isGreaterThan(0.5);
        assertThat(product(vectors.get(0), vectors.get(2))).isLessThan(0.2);
        assertThat(answer.path("model").asText()).isEqualTo("all-minilm");
        assertThat(answer.path("total_duration").longValue()).isGreaterThan(answer.path("load_duration").longValue());
    }

    @Test
    void theCountIsTheOneThatOllamaGives() {
        // The example of Ollama's own documentation: six word pieces and the frame of two.
        var answer = caller.post("/api/embed", "{\"model\":\"all-minilm:latest\",\"input\":\"Why is the sky blue?\"}").body();
        assertThat(answer.path("prompt_eval_count").intValue()).isEqualTo(8);
        assertThat(answer.path("model").asText()).isEqualTo("all-minilm:latest");
        assertThat(answer.path("embeddings")).hasSize(1);
        var two = caller.post("/api/embed", embed("Why is the sky blue?", "Why is the sky blue?")).body();
        assertThat(two.path("prompt_eval_count").intValue()).isEqualTo(16);
    }

    @Test
    void aTextHasTheSameVectorInAnyCompanyAndOverTheOldPath() {
        var text = "Boundary layers grow along the wing.";
        var alone = caller.post("/api/embed", embed(text)).body().at("/embeddings/0");
        var request = embed(text);
        IntStream.range(0, 40).forEach(at -> request.withArray("input").add("Another text, number " + at + ". ".repeat(at)));
        assertThat(caller.post("/api/embed", request).body().at("/embeddings/0")).isEqualTo(alone);
        var old = caller.post("/api/embeddings", "{\"model\":\"all-minilm\",\"prompt\":\"" + text + "\"}").body();
        assertThat(old.path("embedding")).isEqualTo(alone);
    }

    @Test
    void whatLiesBeyondTheWindowIsNotRead() {
        var read = "word ".repeat(254);
        var cut = caller.post("/api/embed", embed(read + "something else entirely")).body();
        assertThat(cut.path("prompt_eval_count").intValue()).isEqualTo(256);
        assertThat(cut.path("embeddings")).isEqualTo(caller.post("/api/embed", embed(read)).body().path("embeddings"));
        var wider = embed("word ".repeat(600));
        wider.putObject("options").put("num_ctx", 4096);
        assertThat(caller.post("/api/embed", wider).body().path("prompt_eval_count").intValue()).isEqualTo(512);
    }

    @Test
    void aTextThatWouldBeCutIsRefusedWhereCuttingIsForbidden() {
        var refused = caller.post("/api/embed", embed("short", "word ".repeat(255)).put("truncate", false));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.error()).contains("input[1]").contains("256");
        assertThat(caller.post("/api/embed", embed("short", "word ".repeat(254)).put("truncate", false)).status()).isEqualTo(200);
    }

    @Test
    void fewerDimensionsAreTheFirstOnesScaledAnew() {
        var whole = vector(caller.post("/api/embed", embed("a text")).body().at("/embeddings/0"));
        var part = vector(caller.post("/api/embed", embed("a text").put("dimensions", 64)).body().at("/embeddings/0"));
        assertThat(part).hasSize(64);
        assertThat(product(part, part)).isCloseTo(1, within(1e-5));
        assertThat(part[0] / part[1]).isCloseTo(whole[0] / whole[1], within(1e-3));
    }

    @Test
    void anEmptyTextIsAVectorInAListAndALoadByItself() {
        assertThat(caller.post("/api/embed", embed("")).body().path("embeddings")).hasSize(1);
        var load = caller.post("/api/embed", "{\"model\":\"all-minilm\",\"input\":\"\"}");
        assertThat(load.status()).isEqualTo(200);
        assertThat(load.body().path("embeddings")).isEmpty();
        assertThat(caller.post("/api/embeddings", "{\"model\":\"all-minilm\"}").body().path("embedding")).isEmpty();
    }

    @Test
    void aSingleTextDoesNotWaitForALargeBatchToEnd() {
        var batch = embed();
        IntStream.range(0, 250).forEach(at -> batch.withArray("input").add("Many words about number " + at + ". ".repeat(60)));
        var whole = caller.postLater("/api/embed", batch);
        IntStream.range(0, 10).forEach(at -> assertThat(caller.post("/api/embed", embed("one")).status()).isEqualTo(200));
        assertThat(whole).isNotDone();
        assertThat(whole.join().body().path("embeddings")).hasSize(250);
    }
}
