package lakehouse.shell;

/// One thing that was typed.
sealed interface Input {

    /// The line of the text on which it begins, the first being 1.
    int line();

    /// A question: in SQL, or one that comes along.
    ///
    /// @param text without the semicolon that ends it
    record Statement(String text, int line) implements Input {}

    /// Something for the shell itself.
    ///
    /// @param argument what follows the command, may be empty
    record Meta(MetaCommand command, String argument, int line) implements Input {}

    /// What begins as a command does and is none.
    record Unknown(String command, int line) implements Input {}
}
