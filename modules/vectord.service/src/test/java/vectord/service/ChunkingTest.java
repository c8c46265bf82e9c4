package vectord.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChunkingTest {

    private static final String TEN_SENTENCES = IntStream.range(0, 10).mapToObj(i -> "Here is sentence number " + i + ".")
            .collect(Collectors.joining(" "));

    @Test
    void shortTextIsOneChunk() {
        assertThat(new Chunking(200, 40).split("  One. Two.  ")).containsExactly(new Chunk(0, "One. Two."));
    }

    @Test
    void blankTextHasNoChunk() {
        assertThat(new Chunking(200, 40).split(" \n ")).isEmpty();
    }

    @Test
    void chunksAreWholeSentencesAndOverlap() {
        var chunks = new Chunking(15, 5).split(TEN_SENTENCES);
        assertThat(chunks).extracting(Chunk::text).element(0).isEqualTo(
                "Here is sentence number 0. Here is sentence number 1. Here is sentence number 2.");
        assertThat(chunks).extracting(Chunk::text).element(1).isEqualTo(
                "Here is sentence number 2. Here is sentence number 3. Here is sentence number 4.");
        assertThat(chunks.getLast().text()).endsWith("number 9.");
        assertThat(chunks).extracting(Chunk::number).isEqualTo(IntStream.range(0, chunks.size()).boxed().toList());
    }

    @Test
    void withoutOverlapEverySentenceStandsOnce() {
        var chunks = new Chunking(15, 0).split(TEN_SENTENCES);
        assertThat(chunks.stream().map(Chunk::text).collect(Collectors.joining(" "))).isEqualTo(TEN_SENTENCES);
    }

    @Test
    void overlongSentenceIsCutAtSpacesAndOverlaps() {
        var text = IntStream.range(0, 100).mapToObj(i -> "word" + i).collect(Collectors.joining(" "));
        var chunks = new Chunking(20, 5).split(text);
        assertThat(chunks).allSatisfy(chunk -> assertThat(chunk.text().split(" ")).hasSizeLessThanOrEqualTo(20));
        assertThat(chunks.get(1).text()).startsWith("word15 ");
        assertThat(chunks.getLast().text()).endsWith("word99");
    }

    @Test
    void shortSentencesWithoutSpacesBetweenThemAreKept() {
        assertThat(new Chunking(200, 40).split("短い。次の文。end")).containsExactly(new Chunk(0, "短い。次の文。end"));
    }

    @Test
    void textWithoutSpacesIsCutBetweenWholeCharacters() {
        var chunks = new Chunking(10, 0).split("😀".repeat(1000));
        assertThat(chunks).hasSizeGreaterThan(10);
        assertThat(chunks.stream().map(Chunk::text).collect(Collectors.joining())).isEqualTo("😀".repeat(1000));
        assertThat(chunks).noneMatch(chunk -> Character.isLowSurrogate(chunk.text().charAt(0)));
    }
}
