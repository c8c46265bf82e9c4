package vectord.service.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.spi.ToolProvider;
import org.assertj.core.api.Assertions;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vectord.service.http.ScriptedAiClient;
import vectord.service.http.VectorsServer;

class RetrievalBenchTest {

    @TempDir
    Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void goodRankingsScoreHigherThanBadOnes() {
        var judgements = new Judgements(Map.of("q", Set.of("a", "b")));
        assertThat(judgements.ndcg("q", List.of("a", "b", "x"), 10)).isEqualTo(1);
        assertThat(judgements.ndcg("q", List.of("x", "a"), 10)).isCloseTo((1 / 1.58496) / (1 + 1 / 1.58496), Offset.offset(1e-4));
        assertThat(judgements.ndcg("q", List.of(), 10)).isZero();
        assertThat(judgements.recall("q", List.of("x", "a"), 10)).isEqualTo(0.5);
        assertThat(judgements.recall("q", List.of("x", "a"), 1)).isZero();
    }

    @Test
    void printsVerdictsAndFiguresOfARunningService() throws IOException {
        Files.writeString(folder.resolve("docs"), """
                {"id":"1","title":"Whales","text":"Whales sing."}
                {"id":"2","title":"","text":""}
                {"id":"3","title":"Crabs","text":"Crabs walk."}
                """);
        Files.writeString(folder.resolve("queries"),
                "{\"id\":\"q1\",\"text\":\"whales\"}\n{\"id\":\"q2\",\"text\":\"walking crabs\"}\n{\"id\":\"q3\",\"text\":\"x\"}\n");
        Files.writeString(folder.resolve("qrels"), "q1\t1\t1\nq2\t3\t1\nq2\t1\t0\n");
        try (var server = VectorsServer.start(folder.resolve("data"), new ScriptedAiClient())) {
            assertThat(run("--url", server.base() + "/")).as(err::toString).isZero();
            assertThat(server.get("/vectors").body().path("data")).isEmpty();
            assertThat(run("--url", server.base().toString(), "--collection", "mine")).isZero();
            assertThat(server.get("/vectors/mine").body().path("documents").asInt()).isEqualTo(2);
            assertThat(run("--url", server.base().toString(), "--collection", "mine")).isEqualTo(1);
            assertThat(err.toString()).contains("mine exists already");
        }
        assertThat(out.toString()).contains("2 accepted, 1 rejected, 0 failed; 2 documents in 2 chunks searchable")
                .contains("line 2 2: empty_text").contains("3 queries, 2 of them judged")
                .containsPattern("text +1\\.0000 +1\\.0000 +\\d")
                .containsPattern("hybrid +1\\.0000 +1\\.0000 +\\d");
    }

    @Test
    void wrongOptionsAreNamed() {
        assertThat(tool().run(new PrintWriter(out), new PrintWriter(err), "--docs", "x", "--qrels", "x")).isEqualTo(2);
        assertThat(err.toString()).contains("--queries");
        assertThat(run("--dcos", "x")).isEqualTo(2);
        assertThat(err.toString()).contains("--dcos");
    }

    private int run(String... options) {
        var all = new ArrayList<>(
                List.of("--docs", folder.resolve("docs").toString(), "--queries", folder.resolve("queries").toString(),
                        "--qrels", folder.resolve("qrels").toString()));
        all.addAll(List.of(options));
        return tool().run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
    }

    private static ToolProvider tool() {
        return ToolProvider.findFirst("bench-retrieval").orElseGet(() -> Assertions.fail("the tool is not provided"));
    }
}
