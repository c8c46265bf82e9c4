package lakehouse.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The official clients for JavaScript, whoever answers: a script for each takes every step and says what it saw.
@ExtendWith(Front.Shared.class)
class NodeIT {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Front front;

    @BeforeEach
    void share(Front shared) throws IOException, InterruptedException {
        NodePackages.assumeInstalled();
        front = shared;
    }

    @ParameterizedTest
    @EnumSource
    void openAisClientSeesWhatItAskedFor(Side side) throws Exception {
        var seen = new Seen(side, "openai-node");

        seen.says(Deed.ANSWER, "well then").counts(Deed.ANSWER);
        seen.says(Deed.STREAM, "well then").counts(Deed.STREAM);
        seen.callsTool(Deed.TOOL).callsTool(Deed.TOOLSTREAM).callsTool(Deed.RESPONDTOOL);
        seen.hasStructure();
        seen.embeds("BadRequestError");
        seen.says(Deed.RESPOND, "well then").says(Deed.RESPONDSTREAM, "well then");
        assertThat(seen.of(Deed.RESPONDSTREAM).path("whole").asText()).isEqualTo("well then");
        if (side == Side.ANTHROPIC) {
            seen.isRefused(Deed.PROMPT, "BadRequestError").isRefused(Deed.PROMPTSTREAM, "BadRequestError");
        } else {
            seen.says(Deed.PROMPT, "well then").says(Deed.PROMPTSTREAM, "well then");
        }
        seen.fails(Deed.GONE, "NotFoundError", 404).fails(Deed.LIMITED, "RateLimitError", 429).fails(Deed.WRONG,
                "BadRequestError", 400);
        assertThat(seen.of(Deed.LIMITED).at("/error/retryAfter").asText()).isEqualTo("7");
        seen.lists(Front.ALIAS, "openai/answer-openai-node", "answer-openai-node");
        assertThat(seen.of("list").path("one").asText()).isEqualTo("openai/answer-openai-node");
        seen.isCut().isCancelled();
    }

    @ParameterizedTest
    @EnumSource
    void anthropicsClientSeesWhatItAskedFor(Side side) throws Exception {
        var seen = new Seen(side, "anthropic-node");

        seen.says(Deed.ANSWER, "well then").counts(Deed.ANSWER);
        assertThat(seen.of(Deed.ANSWER).path("request").asText())
                .isEqualTo(front.row(side, Deed.ANSWER, "anthropic-node").path("call_id").asText());
        seen.says(Deed.STREAM, "well then").counts(Deed.STREAM);
        seen.says(Deed.BETA, "well then");
        seen.callsTool(Deed.TOOL).callsTool(Deed.TOOLSTREAM);
        seen.hasStructure();
        assertThat(seen.of("count").path("tokens").asInt()).isPositive();
        seen.fails(Deed.GONE, "NotFoundError", 404).fails(Deed.LIMITED, "RateLimitError", 429).fails(Deed.WRONG,
                "BadRequestError", 400);
        assertThat(seen.of(Deed.LIMITED).at("/error/retryAfter").asText()).isEqualTo("7");
        assertThat(seen.of(Deed.LIMITED).at("/error/kind").asText()).isEqualTo("rate_limit_error");
        seen.lists(Front.ALIAS, "openai/answer-anthropic-node", "answer-anthropic-node");
        seen.isCut().isCancelled();
    }

    @ParameterizedTest
    @EnumSource
    void ollamasClientSeesWhatItAskedFor(Side side) throws Exception {
        var seen = new Seen(side, "ollama-node");

        seen.says(Deed.ANSWER, "well then").counts(Deed.ANSWER);
        seen.says(Deed.STREAM, "well then").counts(Deed.STREAM);
        assertThat(seen.of(Deed.STREAM).path("reason").asText()).isEqualTo("stop");
        seen.callsTool(Deed.TOOL).callsTool(Deed.TOOLSTREAM);
        seen.hasStructure();
        seen.embeds("ResponseError");
        seen.says(Deed.PROMPT, "well then").says(Deed.PROMPTSTREAM, "well then");
        seen.fails(Deed.GONE, "ResponseError", 404).fails(Deed.LIMITED, "ResponseError", 429).fails(Deed.WRONG, "ResponseError",
                400);
        assertThat(seen.of(Deed.WRONG).at("/error/message").asText()).contains("that is not how one asks");
        seen.lists(Front.ALIAS, "openai/answer-ollama-node", "answer-ollama-node");
        assertThat(seen.of("show").path("capabilities").toString()).contains("completion");
        assertThat(seen.of("version").path("version").asText()).isNotEmpty();
        seen.isCut().isCancelled();
    }

    /// What a script printed, by deed, and what became of it in the ledger.
    private final class Seen {

        private final Map<String, JsonNode> lines = new HashMap<>();
        private final Side side;
        private final String client;

        Seen(Side side, String client) throws IOException, InterruptedException {
            this.side = side;
            this.client = client;
            var printed = NodePackages.run(client.replace("-node", ".mjs"), Map.of("LAKEHOUSE_KEY", Front.KEY),
                    front.uri().toString(), side.provider());
            for (var line : printed) {
                var step = MAPPER.readTree(line);
                lines.put(step.path("deed").asText(), step);
            }
        }

        JsonNode of(String step) {
            assertThat(lines).containsKey(step);
            return lines.get(step);
        }

        JsonNode of(Deed deed) {
            return of(deed.name().toLowerCase(Locale.ROOT));
        }

        private JsonNode good(Deed deed) {
            assertThat(of(deed).has("error")).as("%s", of(deed)).isFalse();
            return of(deed);
        }

        Seen says(Deed deed, String text) {
            assertThat(good(deed).path("text").asText()).as("%s", deed).isEqualTo(text);
            assertThat(front.row(side, deed, client).path("status").asText()).isEqualTo("ok");
            return this;
        }

        void counts(Deed deed) {
            var row = front.row(side, deed, client);
            assertThat(of(deed).path("input").asLong()).isEqualTo(row.path("input_tokens").asLong()).isEqualTo(3);
            assertThat(of(deed).path("output").asLong()).isEqualTo(row.path("output_tokens").asLong()).isEqualTo(2);
        }

        Seen callsTool(Deed deed) {
            assertThat(good(deed).path("calls")).as("%s", deed).hasToString("[" + Side.TOOL_ARGUMENTS + "]");
            assertThat(good(deed).path("text").asText()).isEqualTo("it rains");
            assertThat(front.received(side, deed, client)).hasSize(2);
            assertThat(front.rows(side, deed, client)).hasSize(2).allMatch(row -> row.path("status").asText().equals("ok"));
            return this;
        }

        void lists(String... some) {
            List<String> names = new ArrayList<>();
            of("list").path("models").forEach(name -> names.add(name.asText()));
            assertThat(names).contains(some).doesNotHaveDuplicates();
        }

        void hasStructure() {
            assertThat(good(Deed.JSON).path("city").asText()).isEqualTo("Paris");
            assertThat(front.received(side, Deed.JSON, client).getFirst().body().toString()).contains("\"degrees\":{\"type\"");
        }

        /// @param refusal what the client makes of it where the provider has no embeddings
        void embeds(String refusal) {
            if (side == Side.ANTHROPIC) {
                isRefused(Deed.EMBED, refusal);
                return;
            }
            assertThat(good(Deed.EMBED).path("vectors")).hasToString("[[1,0,0,0],[0,1,0,0]]");
            assertThat(front.row(side, Deed.EMBED, client).path("input_tokens").asLong()).isEqualTo(3);
        }

        Seen fails(Deed deed, String error, int status) {
            assertThat(of(deed).at("/error/name").asText()).as("%s", of(deed)).isEqualTo(error);
            assertThat(of(deed).at("/error/status").asInt()).isEqualTo(status);
            assertThat(front.received(side, deed, client)).as("%s, without retries", deed).hasSizeLessThanOrEqualTo(1);
            return this;
        }

        Seen isRefused(Deed deed, String error) {
            assertThat(front.isRefused(side, deed, client)).as("%s", deed).isTrue();
            return fails(deed, error, 400);
        }

        /// A stream that ended before its time is told by the provider's name.
        Seen isCut() {
            assertThat(of(Deed.CUT).at("/error/message").asText()).as("%s", of(Deed.CUT)).contains(side.provider());
            assertThat(front.row(side, Deed.CUT, client).path("error_type").asText()).isEqualTo("cut");
            return this;
        }

        void isCancelled() {
            assertThat(good(Deed.ENDLESS).path("pieces").asInt()).isGreaterThanOrEqualTo(3);
            assertThat(front.row(side, Deed.ENDLESS, client).path("status").asText()).isEqualTo("cancelled");
            assertThat(front.received(side, Deed.ENDLESS, client).getFirst().hungUp()).succeedsWithin(Front.PATIENCE);
        }
    }
}
