package usage.store;

import java.util.Locale;

/// What a call asks of a model, by the names of OpenTelemetry's `gen_ai.operation.name`.
public enum Operation {
    CHAT, TEXT_COMPLETION, EMBEDDINGS, RERANK;

    /// The name as it stands in rows, answers and attributes.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
