package lakehouse.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class TextTableTest {

    private static final String ANSWER = """
            {"columns":[{"name":"provider"},{"name":"attempts"},{"name":"tags"}],
             "rows":[["ollama",12,["a","b"]],["x",3,[]],[null,null,["\\u001b[31m"]]],"truncated":%s}""";

    @Test
    void columnsStandBelowEachOtherAndNumbersToTheRight() throws JsonProcessingException {
        assertThat(text("false", 80)).isEqualTo("""
                provider  attempts  tags
                --------  --------  ----------
                ollama          12  a, b
                x                3
                                    \\u001b[31m
                (3 rows)
                """);
    }

    @Test
    void whatIsTooWideStandsInBlocks() throws JsonProcessingException {
        assertThat(text("true", 20)).startsWith("""
                provider  ollama
                attempts  12
                tags      a, b

                provider  x
                """).endsWith("(3 rows; there were more)\n");
    }

    private static String text(String truncated, int width) throws JsonProcessingException {
        return TextTable.of(new ObjectMapper().readTree(ANSWER.formatted(truncated)), width);
    }
}
