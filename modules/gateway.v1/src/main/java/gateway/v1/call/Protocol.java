package gateway.v1.call;

/// The protocols that are spoken, on either side.
public enum Protocol {
    /// OpenAI's, and for rankings Cohere's.
    OPENAI,
    /// Ollama's.
    OLLAMA
}
