package lakehouse.instance;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;

/// What an instance is put through in training: each of the ways that users take most, so that the code on them is in
/// the ahead-of-time cache.
final class Exercise {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String JSON = "application/json";

    /// The steps, in the order in which they depend on each other.
    private static final List<Step> STEPS = List.of( //
            new Step("GET", "/health/live", ""), //
            new Step("GET", "/health/ready", ""), //
            new Step("GET", "/health/started", ""), //
            new Step("POST", "/v1/chat", """
                    {"messages":[{"role":"user","content":"Reply with PONG and nothing else."}]}"""), //
            new Step("POST", "/v1/chat", """
                    {"stream":true,"messages":[{"role":"user","content":"Reply with PONG and nothing else."}]}"""), //
            new Step("POST", "/v1/embeddings", """
                    {"input":["a lake","a house"]}"""), //
            new Step("POST", "/v1/rerank", """
                    {"query":"water","documents":["a lake","a house"]}"""), //
            new Step("PUT", "/vectors/training", "{}"), //
            new Step("POST", "/vectors/training/documents?wait=true", """
                    [{"id":"1","text":"A lake is a body of water surrounded by land."}]"""), //
            new Step("POST", "/vectors/training/query", """
                    {"text":"water","mode":"hybrid","limit":3}"""), //
            new Step("POST", "/vectors/training/answer", """
                    {"question":"What is a lake?"}"""), //
            new Step("GET", "/v1/usage", ""), //
            new Step("GET", "/v1/usage/calls", ""), //
            new Step("GET", "/metrics", ""), //
            new Step("GET", "/openapi", ""));

    private Exercise() {}

    /// Takes every step.
    ///
    /// @throws LakehouseException where one is not answered well
    static void of(URI instance) {
        STEPS.forEach(step -> step.take(instance));
    }

    private record Step(String method, String path, String body) {

        void take(URI instance) {
            var uri = instance.resolve(path);
            var answer = body.isEmpty() ? Probe.get(uri, PATIENCE) : Probe.send(method, uri, JSON, body, PATIENCE);
            if (!answer.good()) {
                throw new LakehouseException(Code.FAILED, method + " " + path + " was answered with " + answer);
            }
        }
    }
}
