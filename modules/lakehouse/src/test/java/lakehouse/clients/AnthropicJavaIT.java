package lakehouse.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.errors.AnthropicException;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.ErrorType;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.UserMessageParam;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Anthropic's client for Java, whoever answers.
@ExtendWith(Front.Shared.class)
class AnthropicJavaIT {

    private static final String NAME = "anthropic-java";

    private Front front;
    private AnthropicClient client;

    @BeforeEach
    void connect(Front shared) {
        front = shared;
        client = AnthropicOkHttpClient.builder().baseUrl(front.uri().toString()).apiKey(Front.KEY).maxRetries(0).build();
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @ParameterizedTest
    @EnumSource
    void messageIsAnsweredAndItsUsageIsTheRows(Side side) {
        var answer = client.messages().create(asking(side, Deed.ANSWER).build());

        assertThat(text(answer)).isEqualTo("well then");
        assertThat(answer.stopReason()).contains(StopReason.END_TURN);
        var row = front.row(side, Deed.ANSWER, NAME);
        assertThat(row.path("endpoint").asText()).isEqualTo("/v1/messages");
        assertThat(row.path("input_tokens").asLong()).isEqualTo(answer.usage().inputTokens()).isEqualTo(3);
        assertThat(row.path("output_tokens").asLong()).isEqualTo(answer.usage().outputTokens()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void streamIsPutTogetherAndItsUsageIsTheRows(Side side) {
        var answer = streamed(asking(side, Deed.STREAM).build());

        assertThat(text(answer)).isEqualTo("well then");
        assertThat(answer.usage().outputTokens()).isEqualTo(2);
        assertThat(front.row(side, Deed.STREAM, NAME).path("output_tokens").asLong()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void toolIsUsedAndItsResultIsAnswered(Side side) {
        useTool(side, Deed.TOOL, client.messages()::create);
    }

    @ParameterizedTest
    @EnumSource
    void toolIsUsedAndItsResultIsAnsweredInStreamsToo(Side side) {
        useTool(side, Deed.TOOLSTREAM, this::streamed);
    }

    private void useTool(Side side, Deed deed, Function<MessageCreateParams, Message> ask) {
        var tool = Tool.builder().name(Side.TOOL).description("How is the weather?")
                .inputSchema(Tool.InputSchema.builder().properties(Tool.InputSchema.Properties.builder()
                        .putAdditionalProperty("city", JsonValue.from(Map.of("type", "string"))).build())
                        .addRequired("city").build())
                .build();
        var conversation = asking(side, deed).addTool(tool);
        var using = ask.apply(conversation.build());
        assertThat(using.stopReason()).contains(StopReason.TOOL_USE);
        var use = using.content().stream().flatMap(block -> block.toolUse().stream()).findFirst().orElseThrow();
        assertThat(use.name()).isEqualTo(Side.TOOL);
        assertThat(use._input()).isEqualTo(JsonValue.from(Map.of("city", "Paris")));

        var result = ToolResultBlockParam.builder().toolUseId(use.id()).content("rain").build();
        var answer = ask.apply(conversation.addMessage(using).addMessage(UserMessageParam.builder()
                .contentOfContentBlockParams(List.of(ContentBlockParam.ofToolResult(result))).build()).build());

        assertThat(text(answer)).isEqualTo("it rains");
        assertThat(front.received(side, deed, NAME)).hasSize(2);
        assertThat(front.rows(side, deed, NAME)).hasSize(2).extracting(row -> row.path("finish_reason").asText())
                .containsExactly("stop", "tool_calls");
    }

    @ParameterizedTest
    @EnumSource
    void answerHasTheStructureThatIsAskedFor(Side side) {
        var answer = client.messages().create(asking(side, Deed.JSON).outputConfig(Weather.class).build());

        assertThat(answer.content().getFirst().text().orElseThrow().text()).isEqualTo(new Weather("Paris", 21));
        assertThat(front.received(side, Deed.JSON, NAME).getFirst().body().toString()).contains("\"degrees\":{\"type\"");
    }

    @ParameterizedTest
    @EnumSource
    void tokensAreCountedWithoutARow(Side side) {
        var count = client.messages().countTokens(
                MessageCountTokensParams.builder().model(side.model(Deed.BETA, NAME)).addUserMessage("how is it").build());

        assertThat(count.inputTokens()).isPositive();
        assertThat(front.rows(side, Deed.BETA, NAME)).isEmpty();
    }

    @Test
    void modelsAreListed() {
        var names = client.models().list().autoPager().stream().map(model -> model.id()).toList();

        assertThat(names).startsWith(Front.ALIAS).contains("openai/answer-anthropic-java", "answer-anthropic-java",
                "anthropic/answer-anthropic-java").doesNotHaveDuplicates();
        assertThat(client.models().retrieve("openai/answer-anthropic-java").id()).isEqualTo("openai/answer-anthropic-java");
    }

    @ParameterizedTest
    @EnumSource
    void errorsAreThoseOfTheProtocol(Side side) {
        assertThatThrownBy(() -> client.messages().create(asking(side, Deed.GONE).build())).isInstanceOf(NotFoundException.class)
                .extracting(error -> ((AnthropicServiceException) error).type().orElseThrow())
                .isEqualTo(ErrorType.NOT_FOUND_ERROR);
        var limit = catchThrowableOfType(RateLimitException.class,
                () -> client.messages().create(asking(side, Deed.LIMITED).build()));
        assertThat(limit.headers().values("retry-after")).containsExactly("7");
        assertThat(limit.type()).contains(ErrorType.RATE_LIMIT_ERROR);
        assertThat(limit.requestId()).contains(front.row(side, Deed.LIMITED, NAME).path("call_id").asText());
        assertThatThrownBy(() -> client.messages().create(asking(side, Deed.WRONG).build()))
                .isInstanceOf(BadRequestException.class).hasMessageContaining("that is not how one asks");
        assertThatThrownBy(() -> client.messages()
                .create(asking(side, Deed.WRONG).putAdditionalBodyProperty("temperature", JsonValue.from("hot")).build()))
                .isInstanceOf(BadRequestException.class).hasMessageContaining("temperature");
    }

    @ParameterizedTest
    @EnumSource
    void streamThatIsClosedIsCancelled(Side side) {
        try (var stream = client.messages().createStreaming(asking(side, Deed.ENDLESS).build())) {
            assertThat(stream.stream().limit(5).toList()).hasSize(5);
        }

        var row = front.row(side, Deed.ENDLESS, NAME);
        assertThat(row.path("status").asText()).isEqualTo("cancelled");
        assertThat(row.path("error_type").asText()).isEqualTo("client_gone");
        assertThat(front.received(side, Deed.ENDLESS, NAME).getFirst().hungUp()).succeedsWithin(Front.PATIENCE);
    }

    @ParameterizedTest
    @EnumSource
    void streamThatTheProviderCutsIsAnErrorAndNoAnswer(Side side) {
        assertThatThrownBy(() -> streamed(asking(side, Deed.CUT).build())).isInstanceOf(AnthropicException.class)
                .hasMessageContaining(side.provider());
        assertThat(front.row(side, Deed.CUT, NAME).path("error_type").asText()).isEqualTo("cut");
    }

    @Test
    void wrongKeyIsUnauthorized() {
        var stranger = client.withOptions(options -> options.replaceHeaders("x-api-key", "sk-another-key"));

        assertThatThrownBy(() -> stranger.messages().create(asking(Side.ANTHROPIC, Deed.ANSWER).build()))
                .isInstanceOf(UnauthorizedException.class);
    }

    private static MessageCreateParams.Builder asking(Side side, Deed deed) {
        return MessageCreateParams.builder().model(side.model(deed, NAME)).maxTokens(100).addUserMessage("how is it");
    }

    private Message streamed(MessageCreateParams asked) {
        var accumulator = MessageAccumulator.create();
        try (var stream = client.messages().createStreaming(asked)) {
            stream.stream().forEach(accumulator::accumulate);
        }
        return accumulator.message();
    }

    private static String text(Message answer) {
        return answer.content().stream().map(ContentBlock::text).flatMap(text -> text.stream()).map(text -> text.text())
                .collect(Collectors.joining());
    }
}
