package lakehouse.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.impl.DumbTerminal;

/// Somebody at a terminal: types only once the shell has prompted for it, and never waits for longer than a while.
final class Typist implements AutoCloseable {

    /// Ctrl-D.
    static final char END = 4;

    static final Duration PATIENCE = Duration.ofSeconds(20);

    /// What moves the cursor and sets modes.
    private static final Pattern CONTROL = Pattern.compile("\r|\u001b(\\[[?0-9;]*[A-Za-z]|[=>])");

    private final PipedOutputStream keys = new PipedOutputStream();
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final DumbTerminal terminal;
    private final CompletableFuture<Void> session;
    private int seen;

    Typist(ScriptedLedger ledger, Optional<Path> history) throws IOException {
        // Of a type that can be edited on: at one named dumb the editor shows neither what is typed nor that it goes on.
        terminal = new DumbTerminal("test", "ansi", new PipedInputStream(keys), screen, StandardCharsets.UTF_8);
        terminal.setSize(Size.of(80, 24));
        var attributes = terminal.getAttributes();
        attributes.setControlChar(ControlChar.VEOF, END);
        terminal.setAttributes(attributes);
        var shell = new Shell(new Session(ledger.client(), Form.TABLE, () -> 80), terminal, history);
        session = CompletableFuture.runAsync(shell::run, work -> Thread.ofPlatform().daemon().start(work));
        await(Shell.PROMPT);
    }

    /// Types a line, and returns what is shown up to the next prompt.
    String enter(String line) throws IOException {
        type(line + "\n");
        return await(Shell.PROMPT);
    }

    void type(String text) throws IOException {
        keys.write(text.getBytes(StandardCharsets.UTF_8));
        keys.flush();
    }

    /// Waits until something is shown after what was seen before, and returns what came up to its end.
    String await(String text) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until) {
            var shown = shown();
            int at = shown.indexOf(text, seen);
            if (at >= 0) {
                var before = shown.substring(seen, at + text.length());
                seen = at + text.length();
                return before;
            }
            if (isOver()) {
                break;
            }
        }
        throw new AssertionError("'" + text + "' is not shown after " + seen + " of: " + shown());
    }

    private String shown() {
        return CONTROL.matcher(screen.toString(StandardCharsets.UTF_8)).replaceAll("");
    }

    /// Gives the session a moment to go on.
    private boolean isOver() {
        try {
            session.get(10, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException goesOn) {
            return false;
        } catch (Exception e) {
            throw new AssertionError("the session failed after: " + shown(), e);
        }
    }

    /// Leaves without a word.
    void hangUp() throws IOException {
        keys.close();
    }

    /// Ctrl-C while nobody reads what is typed.
    void interrupt() {
        terminal.raise(Signal.INT);
    }

    /// Waits for the end of the session.
    void awaitEnd() throws Exception {
        session.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() throws IOException {
        keys.close();
        terminal.close();
    }
}
