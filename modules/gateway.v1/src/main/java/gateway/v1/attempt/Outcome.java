package gateway.v1.attempt;

import gateway.v1.call.Fault;

/// What became of an attempt, for whoever decides on the next one.
sealed interface Outcome {

    /// The caller has been told all there is, or has gone.
    record Over() implements Outcome {}

    /// It failed and is settled; the caller has not been told anything yet.
    ///
    /// @param fault why
    record Failed(Fault fault) implements Outcome {}

    /// It was not made: its target is left alone for now.
    ///
    /// @param fault why
    record NotMade(Fault fault) implements Outcome {}

    /// It could not be written down, and so was not made.
    ///
    /// @param fault why not
    record Unrecordable(Fault fault) implements Outcome {}
}
