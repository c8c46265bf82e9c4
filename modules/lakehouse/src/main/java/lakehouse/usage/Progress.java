package lakehouse.usage;

import java.io.PrintWriter;

/// Shows how far long work has come.
public sealed interface Progress extends AutoCloseable permits ProgressLines, ProgressOnTerminal {

    /// As it suits whoever looks at `out`, the process's standard error: a bar on a terminal, else a line now and then.
    static Progress on(PrintWriter out) {
        var console = System.console();
        return console != null && console.isTerminal() ? new ProgressOnTerminal(out) : new ProgressLines(out);
    }

    /// So much of it is done.
    void reached(long done, long total);

    /// Ends it; doing so again changes nothing.
    @Override
    void close();
}
