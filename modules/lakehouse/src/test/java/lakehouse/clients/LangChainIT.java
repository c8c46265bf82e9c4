package lakehouse.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.anthropic.AnthropicModelCatalog;
import dev.langchain4j.model.catalog.ModelDescription;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiModelCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// LangChain4j by each protocol that it speaks, whoever answers.
@ExtendWith(Front.Shared.class)
class LangChainIT {

    private static final JsonObjectSchema CITY = JsonObjectSchema.builder().addStringProperty("city").required("city").build();
    private static final ToolSpecification TOOL = ToolSpecification.builder().name(Side.TOOL).description("How is the weather?")
            .parameters(CITY).build();

    private Front front;

    @BeforeEach
    void share(Front shared) {
        front = shared;
    }

    static Stream<Arguments> everyPair() {
        return Stream.of(LangChain.values()).flatMap(chain -> Stream.of(Side.values()).map(side -> Arguments.of(chain, side)));
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void chatIsAnsweredAndItsUsageIsTheRows(LangChain chain, Side side) {
        var answer = ask(chain, side, Deed.ANSWER, asking());

        assertThat(answer.aiMessage().text()).isEqualTo("well then");
        assertThat(answer.tokenUsage().inputTokenCount()).isEqualTo(3);
        assertThat(answer.tokenUsage().outputTokenCount()).isEqualTo(2);
        var row = front.row(side, Deed.ANSWER, chain.client());
        assertThat(row.path("input_tokens").asLong()).isEqualTo(3);
        assertThat(row.path("output_tokens").asLong()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void streamIsPutTogether(LangChain chain, Side side) {
        var answer = stream(chain, side, Deed.STREAM, asking());

        assertThat(answer.aiMessage().text()).isEqualTo("well then");
        assertThat(answer.tokenUsage().outputTokenCount()).isEqualTo(2);
        assertThat(front.row(side, Deed.STREAM, chain.client()).path("output_tokens").asLong()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void toolIsCalledAndItsResultIsAnswered(LangChain chain, Side side) throws Exception {
        callTool(chain, side, Deed.TOOL, request -> ask(chain, side, Deed.TOOL, request));
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void toolIsCalledAndItsResultIsAnsweredInStreamsToo(LangChain chain, Side side) throws Exception {
        callTool(chain, side, Deed.TOOLSTREAM, request -> stream(chain, side, Deed.TOOLSTREAM, request));
    }

    private void callTool(LangChain chain, Side side, Deed deed, Function<ChatRequest, ChatResponse> ask) throws Exception {
        var messages = new ArrayList<ChatMessage>(List.of(UserMessage.from("how is it")));
        var calling = ask.apply(ChatRequest.builder().messages(messages).toolSpecifications(TOOL).build()).aiMessage();
        var call = calling.toolExecutionRequests().getFirst();
        assertThat(call.name()).isEqualTo(Side.TOOL);
        assertThat(new ObjectMapper().readTree(call.arguments())).hasToString(Side.TOOL_ARGUMENTS);

        messages.add(calling);
        messages.add(ToolExecutionResultMessage.from(call, "rain"));
        var answer = ask.apply(ChatRequest.builder().messages(messages).toolSpecifications(TOOL).build());

        assertThat(answer.aiMessage().text()).isEqualTo("it rains");
        assertThat(front.received(side, deed, chain.client())).hasSize(2);
        assertThat(front.rows(side, deed, chain.client())).hasSize(2)
                .extracting(row -> row.path("finish_reason").asText()).containsExactly("stop", "tool_calls");
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void answerHasTheStructureThatIsAskedFor(LangChain chain, Side side) {
        var schema = JsonSchema.builder().name("Weather").rootElement(JsonObjectSchema.builder().addStringProperty("city")
                .addIntegerProperty("degrees").required("city", "degrees").build()).build();
        var answer = ask(chain, side, Deed.JSON, ChatRequest.builder().messages(UserMessage.from("how is it"))
                .responseFormat(ResponseFormat.builder().type(ResponseFormatType.JSON).jsonSchema(schema).build()).build());

        assertThat(answer.aiMessage().text()).isEqualTo(Side.JSON);
        assertThat(front.received(side, Deed.JSON, chain.client()).getFirst().body().toString())
                .contains("\"degrees\":{\"type\"");
    }

    static Stream<Arguments> everyPairWithEmbeddings() {
        return everyPair().filter(pair -> pair.get()[0] != LangChain.ANTHROPIC && pair.get()[1] != Side.ANTHROPIC);
    }

    @ParameterizedTest
    @MethodSource("everyPairWithEmbeddings")
    void textsAreEmbedded(LangChain chain, Side side) {
        var answer = chain.embedding(front, side.model(Deed.EMBED, chain.client()))
                .embedAll(List.of(TextSegment.from("one"), TextSegment.from("two three")));

        assertThat(answer.content()).extracting(vector -> vector.vectorAsList()).containsExactly(List.of(1f, 0f, 0f, 0f),
                List.of(0f, 1f, 0f, 0f));
        assertThat(front.row(side, Deed.EMBED, chain.client()).path("input_tokens").asLong()).isEqualTo(3);
    }

    @Test
    void modelsAreListed() {
        var models = OpenAiModelCatalog.builder().baseUrl(front.uri() + "/v1").apiKey(Front.KEY).build().listModels();

        assertThat(models).extracting(ModelDescription::name).startsWith(Front.ALIAS).contains("openai/answer-langchain4j-openai",
                "answer-langchain4j-openai");
        assertThat(AnthropicModelCatalog.builder().baseUrl(front.uri() + "/v1").apiKey(Front.KEY).build().listModels())
                .extracting(ModelDescription::name).containsExactlyInAnyOrderElementsOf(
                        models.stream().map(ModelDescription::name).toList());
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "OLLAMA"})
    void embeddingsThatAProviderDoesNotHaveAreAnInvalidRequest(LangChain chain) {
        assertThatThrownBy(() -> chain.embedding(front, Side.ANTHROPIC.model(Deed.EMBED, chain.client())).embed("one"))
                .isInstanceOf(InvalidRequestException.class).hasMessageContaining("embeddings");
        assertThat(front.isRefused(Side.ANTHROPIC, Deed.EMBED, chain.client())).isTrue();
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void errorsAreThoseOfTheProtocol(LangChain chain, Side side) {
        assertThatThrownBy(() -> ask(chain, side, Deed.GONE, asking())).isInstanceOf(ModelNotFoundException.class);
        assertThatThrownBy(() -> ask(chain, side, Deed.LIMITED, asking())).isInstanceOf(RateLimitException.class)
                .hasMessageContaining("slow down");
        assertThatThrownBy(() -> ask(chain, side, Deed.WRONG, asking())).isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("that is not how one asks");
        assertThatThrownBy(() -> stream(chain, side, Deed.LIMITED, asking())).hasCauseInstanceOf(RateLimitException.class);
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void streamThatTheProviderCutsIsAnErrorAndNoAnswer(LangChain chain, Side side) {
        assertThatThrownBy(() -> stream(chain, side, Deed.CUT, asking())).isInstanceOf(CompletionException.class)
                .hasMessageContaining(side.provider());
        assertThat(front.row(side, Deed.CUT, chain.client()).path("error_type").asText()).isEqualTo("cut");
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void streamThatIsCancelledIsCancelled(LangChain chain, Side side) {
        var seen = new CompletableFuture<String>();
        chain.streaming(front, side.model(Deed.ENDLESS, chain.client())).chat(asking(), new Collecting() {
            @Override
            public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
                context.streamingHandle().cancel();
                seen.complete(piece.text());
            }
        });

        assertThat(seen).succeedsWithin(Front.PATIENCE).isEqualTo("word ");
        var row = front.row(side, Deed.ENDLESS, chain.client());
        assertThat(row.path("status").asText()).isEqualTo("cancelled");
        assertThat(row.path("error_type").asText()).isEqualTo("client_gone");
        assertThat(front.received(side, Deed.ENDLESS, chain.client()).getFirst().hungUp()).succeedsWithin(Front.PATIENCE);
    }

    private static ChatRequest asking() {
        return ChatRequest.builder().messages(UserMessage.from("how is it")).build();
    }

    private ChatResponse ask(LangChain chain, Side side, Deed deed, ChatRequest request) {
        return chain.chat(front, side.model(deed, chain.client())).chat(request);
    }

    private ChatResponse stream(LangChain chain, Side side, Deed deed, ChatRequest request) {
        var handler = new Collecting();
        chain.streaming(front, side.model(deed, chain.client())).chat(request, handler);
        return handler.answer.orTimeout(Front.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    private static class Collecting implements StreamingChatResponseHandler {

        private final CompletableFuture<ChatResponse> answer = new CompletableFuture<>();

        @Override
        public void onCompleteResponse(ChatResponse complete) {
            answer.complete(complete);
        }

        @Override
        public void onError(Throwable error) {
            answer.completeExceptionally(error);
        }
    }
}
