package lakehouse.shell;

import java.util.Optional;

/// Recognizes what has a line of its own: commands, and names of questions.
final class OwnLine {

    private OwnLine() {}

    /// @param first whether no statement has begun before it: only then words without a backslash are commands
    static Optional<Input> of(String text, int line, boolean first) {
        var bare = text.strip().replaceFirst("[;\\s]+$", "");
        if (first && bare.startsWith("@")) {
            return Optional.of(new Input.Statement(bare, line));
        }
        var words = bare.split("\\s+", 2);
        var argument = words.length == 2 ? words[1] : "";
        if (bare.startsWith("\\")) {
            return Optional.of(MetaCommand.named(words[0]).<Input>map(command -> new Input.Meta(command, argument, line))
                    .orElseGet(() -> new Input.Unknown(words[0], line)));
        }
        return MetaCommand.named(bare).filter(command -> first).map(command -> new Input.Meta(command, "", line));
    }
}
