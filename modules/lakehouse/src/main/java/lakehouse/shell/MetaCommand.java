package lakehouse.shell;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the shell does by itself.
enum MetaCommand {

    /// What there is to ask.
    VIEWS("[VIEW]", "list the views, or the columns of one with their types", "\\d"),
    /// What can be asked by its name.
    QUERIES("", "list the questions that come along; @NAME asks one", "\\l"),
    /// From now on as people read it.
    TABLE("", "show answers as a table, or in blocks where they are too wide", "\\table"),
    /// On and off.
    EXPANDED("", "show every row of a table as a block, or no longer", "\\x"),
    /// From now on as spreadsheets read it.
    CSV("", "show answers as CSV", "\\csv"),
    /// From now on as programs read it.
    JSON("", "show answers as JSON", "\\json"),
    /// On and off.
    TIMING("", "say how long answers take, or no longer", "\\timing"),
    /// What there is to type.
    HELP("", "show this", "\\?", "help"),
    /// The end of the session.
    QUIT("", "leave; so does Ctrl-D", "\\q", "exit", "quit");

    private final String argument;
    private final String purpose;
    private final List<String> names;

    MetaCommand(String argument, String purpose, String... names) {
        this.argument = argument;
        this.purpose = purpose;
        this.names = List.of(names);
    }

    /// How it may be typed.
    List<String> names() {
        return names;
    }

    /// The one that is typed so.
    static Optional<MetaCommand> named(String name) {
        return Arrays.stream(values()).filter(command -> command.names.contains(name)).findFirst();
    }

    /// All of them with what they are for, a line for each.
    static String help() {
        return Arrays.stream(values())
                .map(command -> "  %-18s %s%n".formatted(
                        (String.join(", ", command.names) + " " + command.argument).strip(), command.purpose))
                .collect(Collectors.joining());
    }
}
