package vectord.service;

/// How a query is matched.
public enum Mode {
    /// By words: BM25 over title and text.
    TEXT,
    /// By meaning: nearest vectors.
    VECTOR,
    /// Both, fused.
    HYBRID
}
