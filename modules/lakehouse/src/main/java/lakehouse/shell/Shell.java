package lakehouse.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import lakehouse.LakehouseException;
import lakehouse.remote.SqlClient;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// A session with whoever sits at a terminal.
public final class Shell {

    static final String PROMPT = "lakehouse> ";
    static final String CONTINUED = "      -> ";

    private final Session session;
    private final Terminal terminal;
    private final Interrupts interrupts;
    private final LineReader reader;

    /// @param history the file that keeps statements, where one is to do so
    Shell(Session session, Terminal terminal, Optional<Path> history) {
        this.session = session;
        this.terminal = terminal;
        this.interrupts = new Interrupts(terminal);
        var builder = LineReaderBuilder.builder().appName("lakehouse").terminal(terminal).parser(new StatementParser())
                .completer(new Completion(session.catalog())).history(new StatementHistory())
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true).option(LineReader.Option.CASE_INSENSITIVE, true)
                .option(LineReader.Option.HISTORY_TIMESTAMPED, false).variable(LineReader.INDENTATION, 0)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, CONTINUED);
        history.ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
        this.reader = builder.build();
    }

    /// Opens this process's terminal and holds a session there until it is left.
    public static void run(SqlClient client, Form form) {
        // Without native code: this provider asks the system's own programs about the terminal.
        try (var terminal = TerminalBuilder.builder().system(true).provider("exec").dumb(true).build()) {
            var session = new Session(client, form, () -> width(terminal));
            var history = HistoryFile.of(System.getenv(), Path.of(System.getProperty("user.home")));
            new Shell(session, terminal, history.prepared(terminal.writer()::println)).run();
        } catch (IOException e) {
            throw new UncheckedIOException("the terminal cannot be used", e);
        }
    }

    /// A terminal that does not know its width is wide enough for everything.
    private static int width(Terminal terminal) {
        int columns = terminal.getSize().getColumns();
        return columns > 0 ? columns : Integer.MAX_VALUE;
    }

    void run() {
        session.catalog().known();
        say("\\? for help, \\q to leave");
        while (!session.isOver()) {
            try {
                answer(reader.readLine(PROMPT));
            } catch (UserInterruptException cleared) {
                // The line is gone; the next one, please.
            } catch (EndOfFileException left) {
                return;
            }
        }
    }

    /// Answers what stands in a line, up to the first that has no answer.
    private void answer(String text) {
        for (var input : Splitter.all(text)) {
            try {
                show(interrupts.await(() -> session.answer(input)));
            } catch (LakehouseException e) {
                say("error: " + e.getMessage());
                return;
            } catch (CancellationException e) {
                say("cancelled");
                return;
            }
            if (session.isOver() || interrupts.raised()) {
                return;
            }
        }
    }

    private void show(Answer answer) {
        answer.text().lines().takeWhile(line -> !interrupts.raised()).forEach(this::say);
        answer.notes().forEach(note -> say("(" + note + ")"));
    }

    private void say(String line) {
        terminal.writer().println(line);
        terminal.writer().flush();
    }
}
