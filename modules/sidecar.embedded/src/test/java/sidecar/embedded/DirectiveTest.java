package sidecar.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static sidecar.embedded.Caller.chat;
import static sidecar.embedded.Caller.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectiveTest extends RunningSidecar {

    private static String randomWords(int count) {
        return IntStream.range(0, count).mapToObj(at -> UUID.randomUUID().toString().replace("-", ""))
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Reply with %s", "reply with %s and nothing else", "Please reply with exactly: %s", "Reply with %s.",
        "Respond with \"%s\".", "Answer with only '%s' and nothing else.", "REPLY ONLY WITH: %s", "please, reply with just `%s`",
        "  Reply with exactly %s, and nothing else!\n"})
    void theWordsAskedForAreTheAnswer(String order) {
        var words = randomWords(3);
        assertThat(caller.says(chat("user", order.formatted(words)))).isEqualTo(words);
        assertThat(caller.post("/api/generate", prompt(order.formatted(words))).body().path("response").asText())
                .isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {"Reply with \"PONG.\"|PONG.", "Reply with wait...|wait...",
        "Reply with 'and nothing else'|and nothing else", "Reply with \"a\" or \"b\".|\"a\" or \"b\"", "Reply with it's|it's",
        "Reply with 日本語 😀|日本語 😀"})
    void quotesProtectWhatTheyHold(String order, String words) {
        assertThat(caller.says(chat("user", order))).isEqualTo(words);
    }

    @Test
    void linesAndSpacesInsideAreKept() {
        assertThat(caller.says(chat("user", "Reply with one\n  two\n\nthree"))).isEqualTo("one\n  two\n\nthree");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Reply with", "Reply", "He did not reply with PONG"})
    void whatIsNoDirectiveIsNotFollowed(String message) {
        assertThat(caller.says(chat("user", message))).contains("only extracts");
    }

    @Test
    void aStreamGivesTheSameTextInPiecesAndTheSameCounts() {
        var words = randomWords(20);
        var request = chat("system", "Obey.", "user", "Reply with " + words);
        var whole = caller.post("/api/chat", request).body();
        request.remove("stream");
        var lines = caller.lines("/api/chat", request);
        var pieces = lines.subList(0, lines.size() - 1);
        assertThat(pieces).hasSizeGreaterThan(3).allSatisfy(piece -> {
            assertThat(piece.path("done").booleanValue()).isFalse();
            assertThat(piece.path("model").asText()).isEqualTo("extractive");
            assertThat(Instant.parse(piece.path("created_at").asText())).isBefore(Instant.now().plusSeconds(1));
            assertThat(piece.at("/message/role").asText()).isEqualTo("assistant");
            assertThat(piece.has("eval_count")).isFalse();
        });
        assertThat(pieces.stream().map(piece -> piece.at("/message/content").asText()).collect(Collectors.joining()))
                .isEqualTo(words)
                .isEqualTo(whole.at("/message/content").asText());
        assertThat(counts(lines.getLast())).isEqualTo(counts(whole));
        assertThat(lines.getLast().at("/message/content").asText()).isEmpty();
    }

    private static List<String> counts(JsonNode last) {
        return List.of(last.path("done").asText(), last.path("done_reason").asText(), last.path("prompt_eval_count").asText(),
                last.path("eval_count").asText());
    }

    @Test
    void generateStreamsTooAndCarriesTheSameFields() {
        var request = prompt("Reply with one two three four five");
        var whole = caller.post("/api/generate", request).body();
        request.put("stream", true);
        var lines = caller.lines("/api/generate", request);
        assertThat(lines.stream().map(line -> line.path("response").asText()).collect(Collectors.joining()))
                .isEqualTo("one two three four five");
        assertThat(lines.getLast().fieldNames()).toIterable().containsExactly("model", "created_at", "response", "done_reason",
                "done",
                "total_duration", "load_duration", "prompt_eval_count", "prompt_eval_duration", "eval_count", "eval_duration");
        assertThat(counts(lines.getLast())).isEqualTo(counts(whole)).isEqualTo(List.of("true", "stop", "7", "5"));
    }

    @Test
    void everyMessageCountsAsInput() {
        var alone = caller.post("/api/chat", chat("user", "Reply with yes")).body();
        var instructed = caller.post("/api/chat", chat("system", "one two three", "user", "Reply with yes")).body();
        assertThat(alone.path("prompt_eval_count").intValue()).isEqualTo(3);
        assertThat(instructed.path("prompt_eval_count").intValue()).isEqualTo(6);
        var generated = caller.post("/api/generate", prompt("Reply with yes").put("system", "one two three")).body();
        assertThat(generated.path("prompt_eval_count").intValue()).isEqualTo(6);
    }

    @Test
    void theAnswerIsCutAtATokensEnd() {
        var request = prompt("Reply with 😀 naïve words, and more of them");
        request.putObject("options").put("num_predict", 3);
        var answer = caller.post("/api/generate", request).body();
        assertThat(answer.path("response").asText()).isEqualTo("😀 naïve words");
        assertThat(answer.path("done_reason").asText()).isEqualTo("length");
        assertThat(answer.path("eval_count").intValue()).isEqualTo(3);
        request.putObject("options").put("num_predict", 8);
        assertThat(caller.post("/api/generate", request).body().path("done_reason").asText()).isEqualTo("stop");
    }

    @Test
    void theAnswerEndsBeforeTheFirstStop() {
        var request = prompt("Reply with one two three four");
        request.putObject("options").put("num_predict", -1).putArray("stop").add("four").add(" three").add("");
        var answer = caller.post("/api/generate", request).body();
        assertThat(answer.path("response").asText()).isEqualTo("one two");
        assertThat(answer.path("done_reason").asText()).isEqualTo("stop");
        assertThat(answer.path("eval_count").intValue()).isEqualTo(2);
    }

    @Test
    void halfASurrogatePairIsReplaced() {
        assertThat(caller.post("/api/chat",
                "{\"model\":\"extractive\",\"stream\":false,\"messages\":[{\"role\":\"user\",\"content\":\"Reply with a\\ud800b\"}]}")
                .body().at("/message/content").asText()).isEqualTo("a\uFFFDb");
    }
}
