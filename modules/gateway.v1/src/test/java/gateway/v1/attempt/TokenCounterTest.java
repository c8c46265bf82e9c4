package gateway.v1.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenCounterTest {

    private final List<String> slices = new ArrayList<>();
    private final TokenCounter seen = new TokenCounter(slice -> {
        slices.add(slice);
        return 1;
    });

    @Test
    void countsAsTheEncodingDoes() {
        var counter = new TokenCounter();
        assertThat(counter.count("")).isZero();
        assertThat(counter.count("hello world")).isEqualTo(2);
    }

    /// The encoder takes about a hundred bytes for each of a text without a boundary.
    @Test
    void aLongTextIsCountedInSlices() {
        var text = "a".repeat(16 << 20);

        assertThat(seen.count(text)).isEqualTo(slices.size()).isEqualTo((16 << 20) / TokenCounter.SLICE);
        assertThat(slices).allSatisfy(slice -> assertThat(slice.length()).isLessThanOrEqualTo(TokenCounter.SLICE));
        assertThat(String.join("", slices)).isEqualTo(text);
    }

    @Test
    void aLetterOfTwoHalvesIsNotCutInTwo() {
        var text = "x" + "\uD83D\uDE00".repeat(TokenCounter.SLICE);

        seen.count(text);
        assertThat(String.join("", slices)).isEqualTo(text);
        assertThat(slices).noneSatisfy(slice -> assertThat(Character.isLowSurrogate(slice.charAt(0))).isTrue());
    }
}
