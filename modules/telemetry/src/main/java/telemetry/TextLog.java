package telemetry;

/// Where the text of prompts and answers goes that somebody wants to see in traces, and nowhere else: it is in no row, no log, no
/// error and no metric. What it is given may be lost with the process.
public interface TextLog {

    /// Wants none.
    TextLog NONE = new TextLog() {

        @Override
        public int limit() {
            return 0;
        }

        @Override
        public void said(Said text) {
            // Nobody wants it.
        }
    };

    /// Most characters that are wanted of each side of an attempt; 0: none, and then nothing needs to be collected.
    int limit();

    /// An attempt that was sent is over, and will have its row in a moment. Does not wait and does not fail; safe for many threads.
    void said(Said text);

    /// Of how many attempts the text was lost since the start.
    default long dropped() {
        return 0;
    }
}
