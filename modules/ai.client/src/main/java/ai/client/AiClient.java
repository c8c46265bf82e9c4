package ai.client;

import ai.client.observable.ObservableAiClient;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/// Calls to models, typed. Safe for many threads; every call blocks and may be made on a virtual thread.
///
/// No call is ever repeated by the client itself. All methods throw [AiException].
public interface AiClient extends AutoCloseable {

    /// A client whose every call goes through the gateway and so into the ledger.
    ///
    /// @param gateway where the gateway listens, asked at each call, so that a port may be chosen late
    /// @param caller the name under which calls are made that have no context of their own
    /// @param key API key, where the gateway wants one
    static AiClient observable(Supplier<URI> gateway, String caller, Optional<String> key) {
        return new ObservableAiClient(gateway, key, CallContext.of(caller));
    }

    /// This client with its calls made in `context`: under that caller's name, charged to that originator, in that
    /// trace. Shares its connections; only the client it came from needs closing. A client that talks to a model
    /// server directly has nobody to tell and answers itself.
    AiClient in(CallContext context);

    /// Completes a prompt.
    Answer generate(GenerateRequest request);

    /// Completes a prompt, piece by piece.
    AnswerStream generateStream(GenerateRequest request);

    /// Answers a conversation.
    Answer chat(ChatRequest request);

    /// Answers a conversation, piece by piece.
    AnswerStream chatStream(ChatRequest request);

    /// Turns texts into vectors.
    Embeddings embed(EmbedRequest request);

    /// Orders documents by how well they fit a query.
    Ranking rerank(RerankRequest request);

    @Override
    void close();
}
