package vectord.service.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import vectord.service.json.Json;

class FilterTermTest {

    @Test
    void equalNumbersAreOneTermHoweverTheyAreWritten() {
        assertThat(term("a", "1")).isEqualTo(term("a", "1.00")).isEqualTo(term("a", "10e-1")).isNotEqualTo(term("a", "\"1\""));
        assertThat(term("a", "1e999999")).isEqualTo(term("a", "10e999998"));
    }

    @Test
    void namesAndValuesDoNotRunIntoEachOther() {
        assertThat(term("a", "\"s:b\"")).isNotEqualTo(term("a:s", "\"b\""));
        assertThat(term("a", "\"true\"")).isNotEqualTo(term("a", "true"));
    }

    @Test
    void longValuesStayDistinctAndShortEnoughForTheIndex() {
        var one = term("a", "\"" + "x".repeat(100_000) + "1\"");
        assertThat(one).hasSizeLessThan(100).isNotEqualTo(term("a", "\"" + "x".repeat(100_000) + "2\""));
    }

    private static String term(String name, String json) {
        return FilterTerm.of(name, Json.tree(json.getBytes(StandardCharsets.UTF_8)));
    }
}
