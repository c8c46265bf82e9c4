package lakehouse.logging;

import java.io.IOException;
import java.util.logging.FileHandler;
import java.util.logging.LogRecord;

/// Files that rotate, without a gap: while [FileHandler] turns to its next file, it takes no line of any other thread, and says
/// nothing of that. Here those threads wait until the next file is open. Its properties are those of [FileHandler], below the name
/// of this class: `pattern`, `limit` in bytes, `count`, `append`, `formatter` and the others.
public final class RotatingFiles extends FileHandler {

    /// As the configuration of the log says.
    ///
    /// @throws IOException where the first file cannot be opened
    public RotatingFiles() throws IOException {
        super();
    }

    RotatingFiles(String pattern, int limit, int count) throws IOException {
        super(pattern, limit, count);
    }

    /// It turns to the next file under its own lock, closed to everybody meanwhile: who asks under that lock never meets it so. A
    /// line is written under it too, but not formatted, so that no formatter runs into it.
    @Override
    public synchronized boolean isLoggable(LogRecord event) {
        return super.isLoggable(event);
    }
}
