package langfuse.export.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import langfuse.export.TextSettings;
import langfuse.export.TextSettings.Kind;
import org.junit.jupiter.api.Test;
import telemetry.Said;
import telemetry.Said.ToolCall;
import telemetry.Said.Turn;

class TextsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CARD = "4111 1111 1111 1111";

    @Test
    void turnsAreMessagesWithTheCallsOfTools() {
        var texts = full(1000);
        texts.said(new Said("a", List.of(new Turn("system", "Be brief."), new Turn("user", "\"Hi\"\n")),
                List.of(new Turn("assistant", "", List.of(new ToolCall("c1", "weather", "{\"city\":\"Ulm\"}")))), 0));
        var told = texts.told("a");
        assertThat(told.input()).hasValue(
                "[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"\\\"Hi\\\"\\n\"}]");
        assertThat(told.output()).hasValue("[{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"id\":\"c1\","
                + "\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Ulm\\\"}\"}}]}]");
    }

    @Test
    void whatWasNotSaidIsLeftOut() {
        var texts = full(1000);
        texts.said(new Said("a", List.of(new Turn("user", "one")), List.of(), 0));
        assertThat(texts.told("a").input()).isPresent();
        assertThat(texts.told("a").output()).isEmpty();
        assertThat(texts.told("b")).isEqualTo(ToldText.NONE);
    }

    @Test
    void redactedIsWhatIsPrivateInTextsAndArguments() {
        var texts = Texts.of(new TextSettings(Kind.REDACTED, 1000, List.of("Nightfall")));
        texts.said(new Said("a", List.of(new Turn("user", "I am ada@example.com of Nightfall")),
                List.of(new Turn("assistant", "Hello", List.of(new ToolCall("c", "pay", "{\"card\":\"\\n" + CARD + "\"}")))), 0));
        assertThat(texts.told("a").input()).hasValue("[{\"role\":\"user\",\"content\":\"I am [EMAIL] of [REDACTED]\"}]");
        assertThat(texts.told("a").output().orElseThrow()).contains("Hello", "[CARD]").doesNotContain("4111");
    }

    @Test
    void theLatestTurnsAreKeptWholeAndWhatIsLeftOutIsSaidInItsPlace() throws JsonProcessingException {
        var texts = full(50);
        texts.said(new Said("a", List.of(new Turn("system", "s".repeat(20)), new Turn("user", "u".repeat(30)),
                new Turn("assistant", "a".repeat(11)), new Turn("user", "last")), List.of(), 0));
        // "user" and "last" are 8, "assistant" and its text 20: of the turn before there is room for its role and 18 more.
        assertThat(parsed(texts.told("a").input().orElseThrow())).isEqualTo(parsed("""
                [{"role":"omitted","content":"[… earlier turns left out: 1, with 26 characters]"},
                 {"role":"user","content":"%s[… 12 characters left out]"},
                 {"role":"assistant","content":"aaaaaaaaaaa"},{"role":"user","content":"last"}]""".formatted("u".repeat(18))));
    }

    @Test
    void oneTurnThatIsTooLongIsCutAndWhatNobodyCollectedIsCounted() {
        var texts = full(14);
        texts.said(new Said("a", List.of(new Turn("user", "0123456789abc")),
                List.of(new Turn("assistant", "0123456789abc")), 100));
        assertThat(texts.told("a").input().orElseThrow()).contains("\"0123456789[… 3 characters left out]\"");
        assertThat(texts.told("a").output().orElseThrow()).contains("\"01234[… 108 characters left out]\"");
    }

    /// What is private before the cut shrinks, so that what stands right before it is not cut away again.
    @Test
    void aCutLeavesNoHalfOfSomethingPrivate() {
        for (int before = 0; before < 24; before++) {
            var texts = Texts.of(new TextSettings(Kind.REDACTED, 100, List.of()));
            var text = ("a".repeat(250) + "@example.com ").repeat(2) + "y".repeat(60 + before) + " " + CARD + " "
                    + "z ".repeat(1000);
            var arguments = "{\"a\":\"" + text + "\"}";
            texts.said(new Said("a", List.of(new Turn("user", text)),
                    List.of(new Turn("assistant", "", List.of(new ToolCall("c", "t", arguments)))), 0));
            var told = texts.told("a");
            assertThat(told.input().orElseThrow() + told.output().orElseThrow()).as("%d before", before).doesNotContain("4111");
        }
    }

    @Test
    void norDoesTheEndOfWhatWasCollected() {
        var texts = Texts.of(new TextSettings(Kind.REDACTED, 5000, List.of()));
        texts.said(
                new Said("a", List.of(), List.of(new Turn("reasoning", "y".repeat(600) + " 4111 1111 11"), new Turn("assistant",
                        "short", List.of(new ToolCall("c", "t", "{\"a\":\"" + "y".repeat(600) + " 4111 1111 11")))), 7));
        assertThat(texts.told("a").output().orElseThrow()).contains("yyyy").contains(" characters left out]")
                .doesNotContain("4111");
    }

    @Test
    void aCharacterThatIsCutApartIsStillText() throws JsonProcessingException {
        var texts = full(7);
        texts.said(new Said("a", List.of(new Turn("user", "ab\uD83D\uDE00c")), List.of(), 0));
        assertThat(parsed(texts.told("a").input().orElseThrow()).at("/0/content").asText()).startsWith("ab?[…");
    }

    @Test
    void theOldestGoesForTheNewestAndIsCounted() {
        var texts = full(1 << 18);
        var text = "x".repeat(1 << 17);
        int most = (int) (Texts.MOST_CHARACTERS >> 17);
        IntStream.range(0, most + 5).forEach(
                at -> texts.said(new Said("s" + at, List.of(new Turn("user", text)), List.of(), 0)));
        assertThat(texts.dropped()).isBetween(5L, 7L);
        assertThat(texts.told("s0").spanId()).isEmpty();
        assertThat(texts.told("s4").spanId()).isEmpty();
        assertThat(texts.told("s" + (most + 4)).spanId()).isPresent();

        IntStream.range(0, most + 5).mapToObj(at -> "s" + at).forEach(texts::forget);
        long before = texts.dropped();
        IntStream.range(0, most - 5).forEach(
                at -> texts.said(new Said("t" + at, List.of(new Turn("user", text)), List.of(), 0)));
        assertThat(texts.dropped()).as("what is forgotten leaves its room").isEqualTo(before);
    }

    @Test
    void turnsWithoutTextHaveAnEndToo() {
        var texts = full(1000);
        var none = new ToolCall("", "", "");
        texts.said(new Said("a", List.of(new Turn("assistant", "", IntStream.range(0, 5000).mapToObj(at -> none).toList())),
                List.of(), 0));
        assertThat(texts.told("a").input().orElseThrow().length()).isLessThan(100_000);
    }

    @Test
    void whereItIsOffNothingIsWantedOrKept() {
        var texts = Texts.of(TextSettings.OFF);
        texts.said(new Said("a", List.of(new Turn("user", "one")), List.of(), 0));
        assertThat(texts.limit()).isZero();
        assertThat(texts.told("a")).isEqualTo(ToldText.NONE);
        assertThat(texts.dropped()).isZero();
    }

    @Test
    void whatCannotBeRedactedIsDroppedAndCountedOnce() {
        var texts = new Texts(100, 0, text -> {
            throw new StackOverflowError();
        }, UnaryOperator.identity());
        texts.said(new Said("a", List.of(new Turn("user", "one")), List.of(), 0));
        assertThat(texts.told("a")).isEqualTo(ToldText.NONE);
        assertThat(texts.told("a")).isEqualTo(ToldText.NONE);
        texts.drop("a");
        assertThat(texts.dropped()).isEqualTo(1);
    }

    @Test
    void nothingShowsItWhereItIsPrinted() {
        var said = new Said("a", List.of(new Turn("user", "canary", List.of(new ToolCall("c", "t", "canary")))), List.of(), 0);
        var texts = full(100);
        texts.said(said);
        assertThat(said + " " + texts.told("a") + " " + said.input().getFirst().toolCalls()).doesNotContain("canary");
    }

    private static Texts full(int limit) {
        return Texts.of(new TextSettings(Kind.FULL, limit, List.of()));
    }

    private static JsonNode parsed(String json) throws JsonProcessingException {
        return JSON.readTree(json);
    }
}
