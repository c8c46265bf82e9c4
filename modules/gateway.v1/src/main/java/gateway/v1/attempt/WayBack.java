package gateway.v1.attempt;

/// The way back to a caller, in whichever words it is answered.
public interface WayBack {

    /// Sends what was written so far; run before anything else is waited for.
    void flush();

    /// Whether anything of a stream was written that the caller gets.
    boolean isStreaming();
}
