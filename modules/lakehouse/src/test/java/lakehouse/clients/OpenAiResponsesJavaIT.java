package lakehouse.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseStatus;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import provider.scripted.Received;

/// OpenAI's newest and its oldest way to ask, by its client for Java: responses, and completions of a prompt.
@ExtendWith(Front.Shared.class)
class OpenAiResponsesJavaIT {

    private static final String NAME = "openai-java";

    private Front front;
    private OpenAIClient client;

    @BeforeEach
    void connect(Front shared) {
        front = shared;
        client = OpenAIOkHttpClient.builder().baseUrl(front.uri() + "/v1").apiKey(Front.KEY).maxRetries(0).build();
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @ParameterizedTest
    @EnumSource
    void responseIsWholeAndItsUsageIsTheRows(Side side) {
        var response = client.responses().create(asking(side, Deed.RESPOND).build());

        assertThat(response.status()).contains(ResponseStatus.COMPLETED);
        assertThat(text(response)).isEqualTo("well then");
        var row = front.row(side, Deed.RESPOND, NAME);
        assertThat(row.path("endpoint").asText()).isEqualTo("/v1/responses");
        assertThat(row.path("output_tokens").asLong()).isEqualTo(response.usage().orElseThrow().outputTokens()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void responseIsPutTogetherFromItsEvents(Side side) {
        var accumulator = ResponseAccumulator.createWithSnapshots();
        try (var stream = client.responses().createStreaming(asking(side, Deed.RESPONDSTREAM).build())) {
            stream.stream().forEach(accumulator::accumulate);
        }

        assertThat(text(accumulator.response())).isEqualTo("well then");
        assertThat(text(accumulator.reconstructedResponse())).as("from the single events").isEqualTo("well then");
        assertThat(front.row(side, Deed.RESPONDSTREAM, NAME).path("output_tokens").asLong()).isEqualTo(2);
    }

    @Test
    void responsePassesThroughFromAProviderThatHasSuch() {
        var name = NAME + "-" + Front.NATIVE;
        var asked = ResponseCreateParams.builder().input("how is it");
        var response = client.responses().create(asked.model(Front.NATIVE + "/" + Deed.RESPOND.model(name)).build());
        var accumulator = ResponseAccumulator.createWithSnapshots();
        try (var stream = client.responses()
                .createStreaming(asked.model(Front.NATIVE + "/" + Deed.RESPONDSTREAM.model(name)).build())) {
            stream.stream().forEach(accumulator::accumulate);
        }

        assertThat(response.id()).as("the provider's own").isEqualTo("resp_scripted");
        assertThat(List.of(text(response), text(accumulator.response()))).containsOnly("well then");
        for (var deed : List.of(Deed.RESPOND, Deed.RESPONDSTREAM)) {
            var rows = front.nativeRows(deed, name);
            assertThat(rows).hasSize(1);
            var usage = response.usage().orElseThrow();
            assertThat(rows.getFirst().path("input_tokens").asLong()).isEqualTo(usage.inputTokens());
            assertThat(rows.getFirst().path("cached_input_tokens").asLong())
                    .isEqualTo(usage.inputTokensDetails().cachedTokens()).isPositive();
            assertThat(rows.getFirst().path("reasoning_tokens").asLong())
                    .isEqualTo(usage.outputTokensDetails().reasoningTokens()).isPositive();
            assertThat(front.received(Side.OPENAI, deed, name)).extracting(Received::path).containsExactly("/v1/responses");
        }
    }

    @ParameterizedTest
    @EnumSource
    void functionIsCalledAndItsOutputIsAnswered(Side side) {
        var question = ResponseInputItem.ofEasyInputMessage(EasyInputMessage.builder()
                .role(EasyInputMessage.Role.USER).content("how is it").build());
        var asked = asking(side, Deed.RESPONDTOOL).inputOfResponse(List.of(question))
                .addTool(FunctionTool.builder().name(Side.TOOL).strict(false)
                        .parameters(FunctionTool.Parameters.builder().putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                                .build())
                        .build());
        var call = client.responses().create(asked.build()).output().stream().flatMap(item -> item.functionCall().stream())
                .findFirst().orElseThrow();
        assertThat(call.name()).isEqualTo(Side.TOOL);
        assertThat(call.arguments().replace(" ", "")).isEqualTo(Side.TOOL_ARGUMENTS);

        var answer = client.responses().create(asked.inputOfResponse(List.of(question, ResponseInputItem.ofFunctionCall(call),
                ResponseInputItem.ofFunctionCallOutput(
                        ResponseInputItem.FunctionCallOutput.builder().callId(call.callId()).output("rain").build())))
                .build());

        assertThat(text(answer)).isEqualTo("it rains");
        assertThat(front.rows(side, Deed.RESPONDTOOL, NAME)).hasSize(2).allMatch(row -> row.path("status").asText().equals("ok"));
    }

    @ParameterizedTest
    @EnumSource
    void responseOfBeforeIsNotKeptAndThatIsSaid(Side side) {
        assertThatThrownBy(() -> client.responses().create(asking(side, Deed.WRONG).previousResponseId("resp_1").build()))
                .isInstanceOf(BadRequestException.class).hasMessageContaining("previous_response_id");
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "OLLAMA"})
    void promptIsCompletedWholeAndStreamed(Side side) {
        var whole = client.completions()
                .create(CompletionCreateParams.builder().model(side.model(Deed.PROMPT, NAME)).prompt("how is it").build());
        assertThat(text(List.of(whole))).isEqualTo("well then");

        try (var stream = client.completions().createStreaming(
                CompletionCreateParams.builder().model(side.model(Deed.PROMPTSTREAM, NAME)).prompt("how is it").build())) {
            assertThat(text(stream.stream().toList())).isEqualTo("well then");
        }
        assertThat(front.row(side, Deed.PROMPT, NAME).path("input_tokens").asLong()).isEqualTo(3);
        assertThat(front.row(side, Deed.PROMPTSTREAM, NAME).path("input_tokens").asLong()).isEqualTo(3);
    }

    @Test
    void promptWithoutAConversationIsNothingForAnthropicsProtocol() {
        assertThatThrownBy(() -> client.completions().create(
                CompletionCreateParams.builder().model(Side.ANTHROPIC.model(Deed.PROMPT, NAME)).prompt("how is it").build()))
                .isInstanceOf(BadRequestException.class).hasMessageContaining("raw prompts");
        assertThat(front.isRefused(Side.ANTHROPIC, Deed.PROMPT, NAME)).isTrue();
    }

    private static ResponseCreateParams.Builder asking(Side side, Deed deed) {
        return ResponseCreateParams.builder().model(side.model(deed, NAME)).input("how is it");
    }

    private static String text(Response response) {
        return response.output().stream().flatMap(item -> item.message().stream()).flatMap(message -> message.content().stream())
                .flatMap(content -> content.outputText().stream()).map(text -> text.text()).collect(Collectors.joining());
    }

    private static String text(List<Completion> pieces) {
        return pieces.stream().flatMap(piece -> piece.choices().stream()).map(choice -> choice.text())
                .collect(Collectors.joining());
    }
}
