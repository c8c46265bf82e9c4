/// The built-in model server: sentence embeddings, reranking and extractive answers in process, over Ollama's API.
/// Started by the command line where no other sidecar is configured.
module sidecar.embedded {

    requires ai.djl.tokenizers;
    requires com.fasterxml.jackson.databind;
    requires com.microsoft.onnxruntime;
    requires io.helidon.webserver;
    // Not for its classes: the model's file and its tokenizer's are resources of this jar.
    requires langchain4j.embeddings.all.minilm.l6.v2.q;

    // Nobody but boot starts it; everybody else speaks HTTP to it.
    exports sidecar.embedded to lakehouse;

}
