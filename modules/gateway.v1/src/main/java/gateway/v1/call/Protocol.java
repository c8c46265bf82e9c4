package gateway.v1.call;

/// The protocols that are spoken, on either side.
public enum Protocol {
    /// OpenAI's.
    OPENAI,
    /// Anthropic's.
    ANTHROPIC,
    /// Ollama's.
    OLLAMA
}
