package gateway.v1.call;

/// Whether and which tool the model is to call.
public sealed interface ToolChoice {

    /// The model decides; what a request means that says nothing.
    ToolChoice AUTO = new Auto();

    /// The model decides.
    record Auto() implements ToolChoice {}

    /// None may be called.
    record None() implements ToolChoice {}

    /// One must be called, whichever.
    record Required() implements ToolChoice {}

    /// This one must be called.
    ///
    /// @param name the tool's
    record Named(String name) implements ToolChoice {}
}
