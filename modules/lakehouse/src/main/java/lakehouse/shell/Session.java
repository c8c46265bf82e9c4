package lakehouse.shell;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;
import lakehouse.remote.SqlClient;

/// Answers what is typed, one after the other, and remembers how answers are to be shown. It prints nothing itself.
public final class Session {

    private final SqlClient client;
    private final Catalog catalog;
    private final IntSupplier width;
    private Form form;
    private boolean expanded;
    private boolean timing;
    private boolean over;

    /// @param width columns of the terminal
    public Session(SqlClient client, Form form, IntSupplier width) {
        this.client = client;
        this.catalog = new Catalog(client);
        this.form = form;
        this.width = width;
    }

    Catalog catalog() {
        return catalog;
    }

    /// Whether it was told to end.
    boolean isOver() {
        return over;
    }

    /// @throws LakehouseException where there is no answer, in words for whoever typed it
    Answer answer(Input input) {
        return switch (input) {
            case Input.Statement statement -> ask(NamedQuestions.sql(statement.text()));
            case Input.Meta meta -> obey(meta.command(), meta.argument());
            case Input.Unknown unknown -> throw new LakehouseException(Code.CONFIGURATION,
                    "there is no command " + unknown.command() + "; \\? lists those that there are");
        };
    }

    private Answer ask(String sql) {
        long begin = System.nanoTime();
        var answer = form.ask(client, sql, expanded ? 0 : width.getAsInt());
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        return timing ? answer.and("time: " + millis + " ms") : answer;
    }

    private Answer obey(MetaCommand command, String argument) {
        return switch (command) {
            case VIEWS -> Answer.of(argument.isEmpty() ? lines(Catalog.VIEWS) : columns(catalog.columns(argument)));
            case QUERIES -> Answer.of(NamedQuestions.list());
            case TABLE -> show(Form.TABLE);
            case CSV -> show(Form.CSV);
            case JSON -> show(Form.JSON);
            case EXPANDED -> {
                expanded = !expanded;
                yield Answer.note("tables show rows as " + (expanded ? "blocks" : "lines, where they fit"));
            }
            case TIMING -> {
                timing = !timing;
                yield Answer.note("timing is " + (timing ? "on" : "off"));
            }
            case HELP -> Answer.of("A SELECT over the views, ended by ';' or an empty line, or @NAME, or one of:\n"
                    + MetaCommand.help());
            case QUIT -> {
                over = true;
                yield Answer.of("");
            }
        };
    }

    private Answer show(Form other) {
        form = other;
        return Answer.note("answers are shown as " + switch (other) {
            case TABLE -> "a table";
            case CSV -> "CSV";
            case JSON -> "JSON";
        });
    }

    private static String columns(Map<String, String> types) {
        int longest = types.keySet().stream().mapToInt(String::length).max().orElse(0);
        return lines(types.entrySet().stream()
                .map(column -> column.getKey() + " ".repeat(longest + 2 - column.getKey().length()) + column.getValue())
                .toList());
    }

    private static String lines(Iterable<String> texts) {
        var all = new StringBuilder();
        texts.forEach(text -> all.append(text).append('\n'));
        return all.toString();
    }
}
