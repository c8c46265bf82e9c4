package lakehouse.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.embeddings.EmbeddingCreateParams;
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

/// OpenAI's client for Java, whoever answers.
@ExtendWith(Front.Shared.class)
class OpenAiJavaIT {

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
    void chatIsAnsweredAndItsUsageIsTheRows(Side side) {
        var answer = client.chat().completions().create(asking(side, Deed.ANSWER).build());

        assertThat(text(answer)).isEqualTo("well then");
        var usage = answer.usage().orElseThrow();
        var row = front.row(side, Deed.ANSWER, NAME);
        assertThat(row.path("status").asText()).isEqualTo("ok");
        assertThat(row.path("endpoint").asText()).isEqualTo("/v1/chat/completions");
        assertThat(row.path("api_key_id").asText()).isEqualTo("client");
        assertThat(row.path("input_tokens").asLong()).isEqualTo(usage.promptTokens()).isEqualTo(3);
        assertThat(row.path("output_tokens").asLong()).isEqualTo(usage.completionTokens()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void streamIsPutTogetherAndItsUsageIsTheRows(Side side) {
        var answer = streamed(asking(side, Deed.STREAM)
                .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build()).build());

        assertThat(text(answer)).isEqualTo("well then");
        assertThat(answer.usage().orElseThrow().completionTokens()).isEqualTo(2);
        assertThat(front.row(side, Deed.STREAM, NAME).path("output_tokens").asLong()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void toolIsCalledAndItsResultIsAnswered(Side side) {
        callTool(side, Deed.TOOL, client.chat().completions()::create);
    }

    @ParameterizedTest
    @EnumSource
    void toolIsCalledAndItsResultIsAnsweredInStreamsToo(Side side) {
        callTool(side, Deed.TOOLSTREAM, this::streamed);
    }

    private void callTool(Side side, Deed deed, Function<ChatCompletionCreateParams, ChatCompletion> ask) {
        var tool = ChatCompletionFunctionTool.builder().function(FunctionDefinition.builder().name(Side.TOOL)
                .description("How is the weather?").parameters(FunctionParameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string")))).build())
                .build()).build();
        var conversation = asking(side, deed).addTool(tool);
        var message = ask.apply(conversation.build()).choices().getFirst().message();
        var call = message.toolCalls().orElseThrow().getFirst().asFunction();
        assertThat(call.function().name()).isEqualTo(Side.TOOL);
        assertThat(call.function().arguments().replace(" ", "")).isEqualTo(Side.TOOL_ARGUMENTS);

        var answer = ask.apply(conversation.addMessage(message)
                .addMessage(ChatCompletionToolMessageParam.builder().toolCallId(call.id()).content("rain").build()).build());

        assertThat(text(answer)).isEqualTo("it rains");
        assertThat(front.received(side, deed, NAME)).hasSize(2).allSatisfy(
                received -> assertThat(received.body().path("tools").toString()).contains(Side.TOOL).contains("city"));
        assertThat(front.rows(side, deed, NAME)).hasSize(2).allMatch(row -> row.path("status").asText().equals("ok"))
                .extracting(row -> row.path("finish_reason").asText()).containsExactly("stop", "tool_calls");
    }

    @ParameterizedTest
    @EnumSource
    void answerHasTheStructureThatIsAskedFor(Side side) {
        var answer = client.chat().completions().create(asking(side, Deed.JSON).responseFormat(Weather.class).build());

        assertThat(answer.choices().getFirst().message().content()).contains(new Weather("Paris", 21));
        assertThat(front.received(side, Deed.JSON, NAME).getFirst().body().toString())
                .contains("\"degrees\":{\"type\":\"integer\"");
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "OLLAMA"})
    void textsAreEmbedded(Side side) {
        var answer = client.embeddings().create(embedding(side));

        assertThat(answer.data()).extracting(vector -> vector.embedding()).containsExactly(List.of(1f, 0f, 0f, 0f),
                List.of(0f, 1f, 0f, 0f));
        var row = front.row(side, Deed.EMBED, NAME);
        assertThat(row.path("input_tokens").asLong()).isEqualTo(answer.usage().promptTokens()).isEqualTo(3);
        assertThat(row.path("operation").asText()).isEqualTo("embeddings");
    }

    @Test
    void embeddingsThatAProtocolDoesNotHaveAreABadRequest() {
        assertThatThrownBy(() -> client.embeddings().create(embedding(Side.ANTHROPIC))).isInstanceOf(BadRequestException.class)
                .hasMessageContaining("embeddings");
        assertThat(front.isRefused(Side.ANTHROPIC, Deed.EMBED, NAME)).isTrue();
    }

    private static EmbeddingCreateParams embedding(Side side) {
        return EmbeddingCreateParams.builder().model(side.model(Deed.EMBED, NAME))
                .inputOfArrayOfStrings(List.of("one", "two three")).build();
    }

    @Test
    void modelsAreListedAndFoundByTheirNames() {
        var names = client.models().list().items().stream().map(model -> model.id()).toList();

        assertThat(names).startsWith(Front.ALIAS).contains("openai/answer-openai-java", "answer-openai-java");
        assertThat(client.models().retrieve("openai/answer-openai-java").id()).isEqualTo("openai/answer-openai-java");
        assertThatThrownBy(() -> client.models().retrieve("gone-openai-java")).isInstanceOf(NotFoundException.class);
    }

    @ParameterizedTest
    @EnumSource
    void modelThatIsNotThereIsNotFound(Side side) {
        assertThatThrownBy(() -> client.chat().completions().create(asking(side, Deed.GONE).build()))
                .isInstanceOf(NotFoundException.class);
    }

    @ParameterizedTest
    @EnumSource
    void limitOfTheProviderIsToldWithTheTimeToWait(Side side) {
        var error = catchThrowableOfType(RateLimitException.class,
                () -> client.chat().completions().create(asking(side, Deed.LIMITED).build()));

        assertThat(error.headers().values("retry-after")).containsExactly("7");
        assertThat(error.getMessage()).contains("slow down");
        assertThat(front.received(side, Deed.LIMITED, NAME)).hasSize(1);
        assertThat(front.row(side, Deed.LIMITED, NAME).path("error_type").asText()).isEqualTo("provider_4xx");
    }

    @ParameterizedTest
    @EnumSource
    void whatTheProviderDoesNotTakeIsABadRequest(Side side) {
        assertThatThrownBy(() -> client.chat().completions().create(asking(side, Deed.WRONG).build()))
                .isInstanceOf(BadRequestException.class).hasMessageContaining("that is not how one asks");
        assertThatThrownBy(() -> client.chat().completions()
                .create(asking(side, Deed.WRONG).putAdditionalBodyProperty("temperature", JsonValue.from("hot")).build()))
                .isInstanceOf(BadRequestException.class).hasMessageContaining("temperature");
    }

    @ParameterizedTest
    @EnumSource
    void streamThatIsClosedIsCancelled(Side side) {
        try (var stream = client.chat().completions().createStreaming(asking(side, Deed.ENDLESS).build())) {
            assertThat(stream.stream().limit(3).toList()).hasSize(3);
        }

        var row = front.row(side, Deed.ENDLESS, NAME);
        assertThat(row.path("status").asText()).isEqualTo("cancelled");
        assertThat(row.path("error_type").asText()).isEqualTo("client_gone");
        assertThat(row.path("output_tokens").asLong()).isPositive();
        assertThat(front.received(side, Deed.ENDLESS, NAME).getFirst().hungUp()).succeedsWithin(Front.PATIENCE);
    }

    @ParameterizedTest
    @EnumSource
    void streamThatTheProviderCutsIsAnErrorAndNoAnswer(Side side) {
        assertThatThrownBy(() -> streamed(asking(side, Deed.CUT).build())).isInstanceOf(OpenAIException.class)
                .hasMessageContaining(side.provider());
        assertThat(front.row(side, Deed.CUT, NAME).path("error_type").asText()).isEqualTo("cut");
    }

    @ParameterizedTest
    @EnumSource(names = "OPENAI")
    void wrongKeyIsUnauthorized(Side side) {
        var stranger = client.withOptions(options -> options.apiKey("sk-another-key"));

        assertThatThrownBy(() -> stranger.chat().completions().create(asking(side, Deed.ANSWER).build()))
                .isInstanceOf(UnauthorizedException.class);
    }

    private static ChatCompletionCreateParams.Builder asking(Side side, Deed deed) {
        return ChatCompletionCreateParams.builder().model(side.model(deed, NAME)).addUserMessage("how is it");
    }

    private ChatCompletion streamed(ChatCompletionCreateParams asked) {
        var accumulator = ChatCompletionAccumulator.create();
        try (var stream = client.chat().completions().createStreaming(asked)) {
            stream.stream().forEach(accumulator::accumulate);
        }
        return accumulator.chatCompletion();
    }

    private static String text(ChatCompletion answer) {
        return answer.choices().stream().map(ChatCompletion.Choice::message).map(ChatCompletionMessage::content)
                .map(content -> content.orElse("")).collect(Collectors.joining());
    }
}
