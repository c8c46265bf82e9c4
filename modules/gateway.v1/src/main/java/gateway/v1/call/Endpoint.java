package gateway.v1.call;

import java.util.Arrays;
import java.util.Optional;
import usage.store.Operation;

/// Every path of ours that leads to a model.
public enum Endpoint {
    CHAT("/v1/chat", Operation.CHAT), //
    CHAT_COMPLETIONS("/v1/chat/completions", Operation.CHAT), //
    COMPLETIONS("/v1/completions", Operation.TEXT_COMPLETION), //
    RESPONSES("/v1/responses", Operation.CHAT), //
    MESSAGES("/v1/messages", Operation.CHAT), //
    EMBEDDINGS("/v1/embeddings", Operation.EMBEDDINGS), //
    RERANK("/v1/rerank", Operation.RERANK), //
    API_CHAT("/api/chat", Operation.CHAT), //
    API_GENERATE("/api/generate", Operation.TEXT_COMPLETION), //
    API_EMBED("/api/embed", Operation.EMBEDDINGS), //
    API_EMBEDDINGS("/api/embeddings", Operation.EMBEDDINGS), //
    AI_GENERATE("/ai/generate", Operation.TEXT_COMPLETION), //
    AI_EMBED("/ai/embed", Operation.EMBEDDINGS), //
    AI_RERANK("/ai/rerank", Operation.RERANK);

    private final String path;
    private final Operation operation;

    Endpoint(String path, Operation operation) {
        this.path = path;
        this.operation = operation;
    }

    /// Its path, as rows have it.
    public String path() {
        return path;
    }

    /// What is asked there.
    public Operation operation() {
        return operation;
    }

    /// The endpoint at a path.
    public static Optional<Endpoint> at(String path) {
        return Arrays.stream(values()).filter(endpoint -> endpoint.path.equals(path)).findFirst();
    }
}
