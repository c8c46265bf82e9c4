package lakehouse.bench;

/// How Langfuse is, while calls are measured.
enum Condition {

    /// It takes everything at once.
    WELL("takes all"),
    /// It takes requests and never answers.
    HANGING("hangs"),
    /// It answers 500.
    FAILING("answers 500"),
    /// Nobody listens there.
    AWAY("away");

    private final String words;

    Condition(String words) {
        this.words = words;
    }

    /// As a table has it.
    String words() {
        return words;
    }
}
