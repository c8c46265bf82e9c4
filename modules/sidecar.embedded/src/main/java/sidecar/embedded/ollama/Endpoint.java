package sidecar.embedded.ollama;

/// Answers one kind of model call.
@FunctionalInterface
interface Endpoint {

    /// Answers a request; what it throws before that is answered as an error.
    void answer(Fields request, Stopwatch watch, Reply reply);
}
