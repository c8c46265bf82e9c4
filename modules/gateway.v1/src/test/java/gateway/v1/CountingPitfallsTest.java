package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import provider.scripted.OpenAi;
import provider.scripted.Reply;

/// Counts that mean one thing in one protocol and another in the next.
class CountingPitfallsTest extends Pitfalls {

    private static final String OPENAIS_USAGE = "{\"prompt_tokens\":100,\"completion_tokens\":7,\"total_tokens\":107,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":60,\"cache_write_tokens\":30}}";
    private static final String ANTHROPICS_INPUT = "\"input_tokens\":10,\"cache_read_input_tokens\":60,\"cache_creation_input_tokens\":30,";

    /// The same use of a model, as both protocols count it: 100 tokens in, of which 60 were read from the cache and 30 written
    /// to it, and 7 out.
    @ParameterizedTest
    @CsvSource({"openai,/v1/chat/completions,false", "openai,/v1/chat/completions,true", "openai,/v1/messages,false",
        "openai,/v1/messages,true", "anthropic,/v1/chat/completions,false", "anthropic,/v1/chat/completions,true",
        "anthropic,/v1/messages,false", "anthropic,/v1/messages,true"})
    void cachedTokensAreAPartOfTheInputHoweverTheProviderCountsThem(String type, String path, boolean stream) {
        restart(settings(type));
        provider.follow(call -> type.equals("openai")
                ? openAi(OpenAi.streams(call))
                : anthropic(OpenAi.streams(call)));

        var answer = gateway.post(path, "{\"model\":\"p/m\",\"max_tokens\":9,\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"one two three\"}]}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var row = gateway.rowOf(answer);
        assertThat(row.path("input_tokens").asLong()).isEqualTo(100);
        assertThat(row.path("cached_input_tokens").asLong()).isEqualTo(60);
        assertThat(row.path("cache_write_tokens").asLong()).isEqualTo(30);
        assertThat(row.path("output_tokens").asLong()).isEqualTo(7);
        assertThat(row.path("usage_source").asText()).isEqualTo("provider");
        assertThat(row.path("cost").decimalValue()).as("10 at 10, 60 at 1, 30 at 20, 7 at 100 per million")
                .isEqualByComparingTo("0.00146");
        assertThat(results("")).singleElement()
                .satisfies(sum -> assertThat(sum.path("input_tokens").asLong()).isEqualTo(100));
    }

    private Map<String, String> settings(String type) {
        var settings = new HashMap<>(Map.of("prices.0.provider", "p", "prices.0.model", "m", "prices.0.input", "10",
                "prices.0.cached-input", "1", "prices.0.cache-write", "20", "prices.0.output", "100", "prices.0.currency",
                "EUR"));
        settings.put("providers.p.type", type);
        settings.put("providers.p.base-url", provider.uri() + (type.equals("openai") ? "/v1" : ""));
        return settings;
    }

    private static Reply openAi(boolean stream) {
        var start = "{\"id\":\"1\",\"model\":\"m\",\"choices\":[";
        return stream
                ? events("data: " + start + "{\"index\":0,\"delta\":{\"content\":\"x\"}}]}\n\n",
                        "data: " + start + "{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n",
                        "data: " + start + "],\"usage\":" + OPENAIS_USAGE + "}\n\n", "data: [DONE]\n\n")
                : Reply.json(200, start + "{\"index\":0,\"message\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}],\"usage\":"
                        + OPENAIS_USAGE + "}");
    }

    /// In a stream the counts are of all so far: the last one holds, and their sum would be 12.
    private static Reply anthropic(boolean stream) {
        var start = "{\"id\":\"1\",\"type\":\"message\",\"model\":\"m\",\"content\":[";
        return stream
                ? events(
                        event("message_start",
                                "\"message\":" + start + "],\"usage\":{" + ANTHROPICS_INPUT + "\"output_tokens\":1}}"),
                        event("content_block_start", "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"),
                        event("content_block_delta", "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"x\"}"),
                        event("content_block_stop", "\"index\":0"),
                        event("message_delta", "\"delta\":{},\"usage\":{\"output_tokens\":4}"),
                        event("message_delta",
                                "\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{" + ANTHROPICS_INPUT
                                        + "\"output_tokens\":7}"),
                        "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n")
                : Reply.json(200, start + "{\"type\":\"text\",\"text\":\"x\"}],\"stop_reason\":\"end_turn\",\"usage\":{"
                        + ANTHROPICS_INPUT + "\"output_tokens\":7}}");
    }

    private static String event(String type, String fields) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + fields + "}\n\n";
    }

    private static Reply events(String... events) {
        return new Reply.Pieces("text/event-stream", List.of(events), Duration.ZERO, Reply.End.WELL);
    }
}
