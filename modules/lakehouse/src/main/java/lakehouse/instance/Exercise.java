package lakehouse.instance;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;
import lakehouse.instance.Probe.Answer;

/// What an instance is put through in training: each of the ways that users take most, so that the code on them is in
/// the ahead-of-time cache.
final class Exercise {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String JSON = "application/json";

    /// The steps, in the order in which they depend on each other.
    private static final List<Step> STEPS = List.of( //
            new Step("GET", "/health/live", "", true), //
            new Step("GET", "/health/ready", "", true), //
            new Step("GET", "/health/started", "", true), //
            new Step("POST", "/v1/chat", """
                    {"messages":[{"role":"user","content":"Reply with PONG and nothing else."}]}""", false), //
            new Step("POST", "/v1/chat", """
                    {"stream":true,"messages":[{"role":"user","content":"Reply with PONG and nothing else."}]}""", false), //
            new Step("POST", "/v1/embeddings", """
                    {"input":["a lake","a house"]}""", false), //
            new Step("POST", "/v1/rerank", """
                    {"query":"water","documents":["a lake","a house"]}""", false), //
            new Step("PUT", "/vectors/training", "{}", false), //
            new Step("POST", "/vectors/training/documents?wait=true", """
                    {"id":"1","text":"A lake is a body of water surrounded by land."}""", false), //
            new Step("POST", "/vectors/training/query", """
                    {"text":"water","mode":"hybrid","limit":3}""", false), //
            new Step("POST", "/vectors/training/answer", """
                    {"question":"What is a lake?"}""", false), //
            new Step("GET", "/v1/usage", "", false), //
            new Step("GET", "/v1/usage/calls", "", false), //
            new Step("GET", "/metrics", "", false), //
            new Step("GET", "/openapi", "", false));

    private Exercise() {}

    /// Takes every step, and says which ones were not answered well.
    ///
    /// @throws LakehouseException where a step fails that must not
    static List<String> of(URI instance) {
        return STEPS.stream().filter(step -> !step.taken(instance)).map(Step::toString).toList();
    }

    private record Step(String method, String path, String body, boolean mustSucceed) {

        boolean taken(URI instance) {
            var uri = instance.resolve(path);
            Answer answer = body.isEmpty() ? Probe.get(uri, PATIENCE) : Probe.send(method, uri, JSON, body, PATIENCE);
            if (mustSucceed && !answer.good()) {
                throw new LakehouseException(Code.FAILED, this + " was answered with " + answer);
            }
            return answer.good();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }
}
