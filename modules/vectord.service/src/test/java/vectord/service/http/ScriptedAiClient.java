package vectord.service.http;

import ai.client.AiClient;
import ai.client.AiException;
import ai.client.Answer;
import ai.client.AnswerStream;
import ai.client.CallContext;
import ai.client.ChatRequest;
import ai.client.EmbedRequest;
import ai.client.Embeddings;
import ai.client.GenerateRequest;
import ai.client.Ranking;
import ai.client.RerankRequest;
import ai.client.TokenUsage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// A client whose model embeds texts as hashed bags of words, answers with its prompt's last line, fails as it is told,
/// and remembers what it was asked.
public final class ScriptedAiClient implements AiClient {

    /// One call and in whose name it was made.
    public record Call(CallContext context, List<String> texts) {}

    private final ScriptedAiClient root;
    private final CallContext context;
    private final List<Call> embeds = new CopyOnWriteArrayList<>();
    private final List<Call> chats = new CopyOnWriteArrayList<>();
    private volatile Function<List<String>, Optional<AiException>> embedFailure = _ -> Optional.empty();
    private volatile Optional<AiException> chatFailure = Optional.empty();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile String model = "bag-of-words";
    private volatile int dimensions = 64;

    public ScriptedAiClient() {
        this.root = this;
        this.context = CallContext.of("nobody");
    }

    private ScriptedAiClient(ScriptedAiClient root, CallContext context) {
        this.root = root;
        this.context = context;
    }

    public List<Call> embeds() {
        return embeds;
    }

    public List<Call> chats() {
        return chats;
    }

    /// From now on embedding fails where `failure` finds a reason in the texts.
    public void failEmbedding(Function<List<String>, Optional<AiException>> failure) {
        embedFailure = failure;
    }

    public void failEmbedding(AiException failure) {
        embedFailure = _ -> Optional.of(failure);
    }

    public void recover() {
        embedFailure = _ -> Optional.empty();
        chatFailure = Optional.empty();
    }

    public void failChat(AiException failure) {
        chatFailure = Optional.of(failure);
    }

    public void become(String otherModel, int otherDimensions) {
        model = otherModel;
        dimensions = otherDimensions;
    }

    /// From now on embedding waits until the latch is counted down.
    public CountDownLatch hold() {
        gate = new CountDownLatch(1);
        return gate;
    }

    @Override
    public AiClient in(CallContext other) {
        return new ScriptedAiClient(root, other);
    }

    @Override
    public Embeddings embed(EmbedRequest request) {
        root.embeds.add(new Call(context, request.texts()));
        try {
            if (!root.gate.await(20, TimeUnit.SECONDS)) {
                throw new AiException(AiException.Code.TIMEOUT, "held for too long");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        root.embedFailure.apply(request.texts()).ifPresent(failure -> {
            throw failure;
        });
        return new Embeddings(root.model, request.texts().stream().map(root::vector).toList(), TokenUsage.UNKNOWN);
    }

    private float[] vector(String text) {
        var vector = new float[dimensions];
        vector[0] = 0.01f;
        for (var word : text.toLowerCase(Locale.ROOT).split("\\W+")) {
            vector[Math.floorMod(word.hashCode() * 31, dimensions)] += 1;
        }
        return vector;
    }

    @Override
    public Answer chat(ChatRequest request) {
        root.chats.add(new Call(context, request.messages().stream().map(message -> message.content()).toList()));
        root.chatFailure.ifPresent(failure -> {
            throw failure;
        });
        return new Answer(request.model().model().orElse("parrot"),
                request.messages().getLast().content().lines().toList().getLast(),
                Optional.of("stop"), new TokenUsage(OptionalLong.of(11), OptionalLong.empty()));
    }

    @Override
    public Answer generate(GenerateRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AnswerStream generateStream(GenerateRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AnswerStream chatStream(ChatRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Ranking rerank(RerankRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
