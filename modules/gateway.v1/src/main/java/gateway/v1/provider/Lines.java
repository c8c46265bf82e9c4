package gateway.v1.provider;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/// A stream of bytes as lines, each with its line feed. For one thread.
final class Lines {

    /// Most bytes of a line, and of an event.
    static final int LONGEST = 8 << 20;

    private static final byte[] NONE = {};

    private final InputStream in;
    private final byte[] buffer = new byte[8192];
    private int from;
    private int to;

    Lines(InputStream in) {
        this.in = in;
    }

    /// The next line; no bytes at the end.
    ///
    /// @throws IOException where it is over [#LONGEST]
    byte[] next() throws IOException {
        ByteArrayOutputStream begun = null;
        while (from < to || fill()) {
            int end = lineFeed();
            if (end >= 0 && begun == null) {
                return take(end);
            }
            begun = begun == null ? new ByteArrayOutputStream(2 * buffer.length) : begun;
            begun.writeBytes(take(end < 0 ? to : end));
            if (end >= 0) {
                return begun.toByteArray();
            }
            if (begun.size() > LONGEST) {
                throw new IOException("a line is over " + LONGEST + " bytes");
            }
        }
        return begun == null ? NONE : begun.toByteArray();
    }

    /// Whether a line is there and says nothing; at the end there is none.
    static boolean isBlank(byte[] line) {
        return line.length == 1 && line[0] == '\n' || line.length == 2 && line[0] == '\r' && line[1] == '\n';
    }

    /// Whether a whole line that is not blank can be had without waiting.
    boolean holdsLine() {
        boolean blank = true;
        for (int at = from; at < to; at++) {
            if (buffer[at] == '\n' && !blank) {
                return true;
            }
            blank = buffer[at] == '\n' || blank && buffer[at] == '\r';
        }
        return false;
    }

    /// Whether a blank line, and all before it, can be had without waiting.
    boolean holdsBlankLine() {
        boolean blank = false;
        for (int at = from; at < to; at++) {
            if (buffer[at] == '\n' && blank) {
                return true;
            }
            blank = buffer[at] == '\n' || blank && buffer[at] == '\r';
        }
        return false;
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, in.read(buffer, 0, buffer.length));
        return to > 0;
    }

    /// Just behind the first line feed; -1 where there is none.
    private int lineFeed() {
        for (int at = from; at < to; at++) {
            if (buffer[at] == '\n') {
                return at + 1;
            }
        }
        return -1;
    }

    private byte[] take(int end) {
        byte[] taken = new byte[end - from];
        System.arraycopy(buffer, from, taken, 0, taken.length);
        from = end;
        return taken;
    }
}
