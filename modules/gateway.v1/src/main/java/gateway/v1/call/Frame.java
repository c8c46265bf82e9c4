package gateway.v1.call;

import java.util.List;

/// One unit of a provider's answer: a line, an event, or a whole body.
///
/// @param raw its bytes as they came, to be passed through where both sides speak the same protocol
/// @param events what it says
/// @param last whether the answer is complete with it
/// @param isDocument whether it is a whole answer by itself, and no piece of a stream
public record Frame(byte[] raw, List<ModelEvent> events, boolean last, boolean isDocument) {

    public Frame {
        events = List.copyOf(events);
    }

    /// A piece of a stream.
    public Frame(byte[] raw, List<ModelEvent> events, boolean last) {
        this(raw, events, last, false);
    }

    /// A whole answer.
    public static Frame document(byte[] raw, List<ModelEvent> events) {
        return new Frame(raw, events, true, true);
    }
}
