package gateway.v1.call;

import java.util.List;

/// One unit of a provider's answer: a line, an event, or a whole body.
///
/// @param raw its bytes as they came, to be passed through where both sides speak the same protocol
/// @param events what it says
/// @param last whether the answer is complete with it
public record Frame(byte[] raw, List<ModelEvent> events, boolean last) {

    public Frame {
        events = List.copyOf(events);
    }
}
