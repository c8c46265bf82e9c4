package lakehouse.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;

/// A session that nobody sits at: what is read is answered one after the other, up to the first that has no answer.
public final class Script {

    private final Session session;
    private final PrintWriter out;
    private final PrintWriter err;
    private boolean empty = true;

    /// @param out for the answers
    /// @param err for what is said about them
    public Script(Session session, PrintWriter out, PrintWriter err) {
        this.session = session;
        this.out = out;
        this.err = err;
    }

    /// @throws LakehouseException `FAILED` naming the line whose question has no answer, `CONFIGURATION` where there is none
    public void run(BufferedReader in) {
        var splitter = new Splitter();
        try {
            for (var line = in.readLine(); line != null && !session.isOver(); line = in.readLine()) {
                splitter.next(line).forEach(this::answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("standard input cannot be read", e);
        }
        splitter.end().ifPresent(this::answer);
        if (empty) {
            throw new LakehouseException(Code.CONFIGURATION,
                    "what is the question? A SELECT, or the name of a query (sql --list)");
        }
    }

    private void answer(Input input) {
        if (session.isOver()) {
            return;
        }
        empty = false;
        try {
            var answer = session.answer(input);
            out.print(answer.text());
            out.flush();
            answer.notes().forEach(err::println);
        } catch (LakehouseException e) {
            throw new LakehouseException(Code.FAILED, "line " + input.line() + ": " + e.getMessage(), e);
        }
    }
}
