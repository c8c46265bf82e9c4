package gateway.v1.call;

import java.util.List;
import java.util.Optional;

/// What the model may call.
///
/// @param list the tools, in order; empty: none
/// @param choice whether and which one is to be called
/// @param parallel whether several may be called at once; empty: the provider decides
public record Tools(List<Tool> list, ToolChoice choice, Optional<Boolean> parallel) {

    /// No tools.
    public static final Tools NONE = new Tools(List.of(), ToolChoice.AUTO, Optional.empty());

    public Tools {
        list = List.copyOf(list);
    }
}
