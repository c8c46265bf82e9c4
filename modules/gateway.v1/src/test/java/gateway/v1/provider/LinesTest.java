package gateway.v1.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinesTest {

    @ParameterizedTest
    @ValueSource(strings = {"a\n", "a\n\n", "a\n\r\n\n", "a\n\r\nb"})
    void aBlankLineIsNothingThatCouldBeHadWithoutWaiting(String text) throws IOException {
        var lines = lines(text);

        assertThat(lines.next()).asString().isEqualTo("a\n");
        assertThat(lines.holdsLine()).isFalse();
    }

    @Test
    void aLineBehindABlankOneIsAtHand() throws IOException {
        var lines = lines("a\n\r\nb\n");

        assertThat(lines.next()).asString().isEqualTo("a\n");
        assertThat(lines.holdsLine()).isTrue();
    }

    private static Lines lines(String text) {
        return new Lines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
