package sidecar.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static sidecar.embedded.Caller.chat;
import static sidecar.embedded.Caller.prompt;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtractionTest extends RunningSidecar {

    private static final String INSTRUCTION = "Answer the question from the passages only. Say so if they do not answer it.";
    private static final String PASSAGES = """
            [1] Bees
            Honey bees live in colonies of up to sixty thousand workers. A queen lays about two thousand eggs a day.
            [2] Lighthouses
            The lighthouse of Alexandria was about one hundred metres high. It was finished around 280 BC.
            Earthquakes destroyed it in the Middle Ages.
            [3] Bread
            Sourdough rises by wild yeast and bacteria. It keeps longer than other bread.
            """;

    @Test
    void thePassageThatAnswersIsQuoted() {
        var answer = caller
                .says(chat("system", INSTRUCTION, "user", PASSAGES + "\nQuestion: How tall was the lighthouse of Alexandria?"));
        assertThat(answer).contains("The lighthouse of Alexandria was about one hundred metres high.")
                .doesNotContain("Lighthouses")
                .doesNotContain("bees").doesNotContain("Sourdough").doesNotContain("[");
        assertThat(
                caller.says(chat("system", INSTRUCTION, "user", PASSAGES + "Question: How many eggs does a queen lay?\nAnswer:")))
                .startsWith("A queen lays about two thousand eggs a day.");
    }

    @Test
    void sentencesComeInReadingOrder() {
        var answer = caller.says(
                chat("user", "The mill was built in 1820. It rained. The mill burned down in 1850. It was rebuilt by the town."
                        + " What happened to the mill built in 1820 when it burned down in 1850?"));
        assertThat(answer).contains("1820").contains("1850");
        assertThat(answer.indexOf("1820")).isLessThan(answer.indexOf("1850"));
        assertThat(answer).doesNotContain("rained").doesNotContain("?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s\nWhat is the capital of France?", "What is the capital of France?\n\n%s",
        "Context:\n%s\n\nQuestion: What is the capital of France?\nAnswer:",
        "Question: What is the capital of France?\nContext: %s",
        "Tell me the capital of France.\n%s"})
    void theQuestionIsFoundWhereverItStands(String shape) {
        var text = "Bananas are yellow. Paris is the capital of France. Iron is heavier than wood.";
        assertThat(caller.post("/api/generate", prompt(shape.formatted(text))).body().path("response").asText())
                .isEqualTo("Paris is the capital of France.");
    }

    @Test
    void whatWasSaidEarlierIsASourceButNotInstructionsOrAnswers() {
        assertThat(caller
                .says(chat("system", "The code is blue seven.", "user", "The code is red four. Lunch is at noon.", "assistant",
                        "The code is green nine.", "user", "What is the code?")))
                .isEqualTo("The code is red four.");
        assertThat(caller.says(chat("user", "Look it up.", "tool", "The code is red four.", "user", "What is the code?")))
                .isEqualTo("The code is red four.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Summarize the following text: %s", "Can you give me a summary?\n%s",
        "%s Please summarise the text above.",
        "%s\nQuestion: Summarize this."})
    void aSummaryHasTheCentralSentences(String shape) {
        var sentences = List.of("Solar panels turn sunlight into electric power.", "My cousin Harold owns a green bicycle.",
                "Electric power from solar panels has become cheap.", "Cheap solar power is changing how electricity is made.",
                "Many households now make electricity with solar panels.", "The stew needs more salt.");
        var summary = caller.says(chat("user", shape.formatted(String.join(" ", sentences))));
        assertThat(sentences.stream().filter(summary::contains).toList()).hasSize(2);
        assertThat(summary).contains("olar").doesNotContain("Harold").doesNotContain("stew").doesNotContainIgnoringCase("summar");
    }

    @Test
    void aSystemMessageCanAskForTheSummary() {
        assertThat(caller.says(chat("system", "Summarize what the user sends.", "user",
                "Tides follow the moon. The moon pulls the sea and makes the tides. My shoe is untied.")))
                .contains("moon").doesNotContain("shoe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hello there!", "What is the capital of France?", "Summarize this text.", "Question: why?", "...",
        "   "})
    void withNothingToExtractFromItSaysWhatItCanDo(String message) {
        assertThat(caller.says(chat("user", message))).isEqualTo(
                "This model only extracts sentences from text that it is given, and there is none to extract from.");
    }

    @Test
    void aLongTextIsReadThroughToItsEnd() {
        var filler = IntStream.range(0, 700).mapToObj(at -> "Row " + at + " of the table holds nothing of interest.")
                .collect(Collectors.joining(" "));
        assertThat(caller
                .says(chat("user", filler + " The treasure lies under the old oak.\nQuestion: Where does the treasure lie?")))
                .isEqualTo("The treasure lies under the old oak.");
    }

    @Test
    void textWithoutFullStopsIsCutToWhatTheModelCanRead() {
        var mumble = "lorem ipsum dolor ".repeat(400);
        var answer = caller.says(
                chat("user", mumble + "the treasure lies under the old oak " + mumble + "\nQuestion: Where is the treasure?"));
        assertThat(answer).contains("under the old oak").hasSizeLessThan(2500);
    }

    @Test
    void textTakenApartIntoWordsHasSentencesToo() {
        assertThat(caller.says(chat("user",
                "[1] notes\nthe wing was swept . the tail was red . the engine failed .\nQuestion: what colour was the tail")))
                .isEqualTo("the tail was red .");
    }
}
