package usage.store.h2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredTextTest {

    @ParameterizedTest
    @CsvSource(ignoreLeadingAndTrailingWhitespace = false, value = {
        "plain,plain",
        "exactly 10,exactly 10",
        "more than 10,more than ",
        "123456789\uD83D\uDE00,123456789\uD83D\uDE00",
        "1234567890\uD83D\uDE00,1234567890",
        "a\u0000b,a\\u0000b",
        "a\u007fb,a\\u007fb",
        "a\u0085b,a\\u0085b",
        "123456\t,123456",
        "\uD83Dx,\\ud83dx",
        "x\uDE00,x\\ude00",
        "größe,größe"
    })
    void textIsCutByCodePointAndEscapedWhole(String text, String stored) {
        assertThat(StoredText.of(text, 10)).isEqualTo(stored);
    }
}
