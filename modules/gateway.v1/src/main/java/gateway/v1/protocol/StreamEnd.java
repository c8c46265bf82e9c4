package gateway.v1.protocol;

import java.nio.charset.StandardCharsets;

/// Where a stream to a caller stands: whether its last piece is over, so that another can follow. Of a provider's stream the last one
/// may not be. For one thread.
final class StreamEnd {

    private static final int OVER = 2;

    private final int needed;
    private int feeds = OVER;

    /// @param streamType what kind of stream it is: an event is over with a blank line, a document with its line
    StreamEnd(String streamType) {
        this.needed = streamType.equals("text/event-stream") ? OVER : 1;
    }

    /// More was sent.
    void saw(byte[] piece) {
        int at = piece.length;
        int seen = 0;
        while (at > 0 && seen < OVER && (piece[at - 1] == '\n' || piece[at - 1] == '\r')) {
            seen += piece[--at] == '\n' ? 1 : 0;
        }
        feeds = Math.min(OVER, at > 0 ? seen : feeds + seen);
    }

    /// What the last piece lacks.
    byte[] missing() {
        return "\n".repeat(Math.max(0, needed - feeds)).getBytes(StandardCharsets.US_ASCII);
    }
}
