package sidecar.embedded.ollama;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import sidecar.embedded.minilm.Embedded;
import sidecar.embedded.minilm.MiniLm;

/// `/api/embed` and its predecessor `/api/embeddings`.
///
/// Each text is read up to `options.num_ctx` tokens (256, the model's own, unless given; at most 512); with
/// `"truncate": false` a longer one is refused. `prompt_eval_count` is what the encoder read, each text's frame of two
/// tokens included. An empty `input` or `prompt` loads the model.
final class Embedding {

    /// Most texts of one request.
    static final int MOST_TEXTS = 2048;
    private static final int NARROWEST = 3;

    private final MiniLm model;

    Embedding(MiniLm model) {
        this.model = model;
    }

    /// `POST /api/embed`.
    void embed(Fields request, Stopwatch watch, Reply reply) {
        var name = modelOf(request);
        var texts = input(request);
        int window = window(request.object("options"));
        int dimensions = request.integer("dimensions").orElse(0);
        boolean truncate = request.flag("truncate", true);
        model.await();
        long loaded = watch.nanos();
        if (!truncate) {
            requireFitting(texts, window);
        }
        var embedded = model.embed(texts, window);
        var answer = JsonNodeFactory.instance.objectNode().put("model", name);
        var vectors = answer.putArray("embeddings");
        embedded.forEach(
                one -> vectors.add(vector(dimensions > 0 && dimensions < MiniLm.DIMENSIONS ? one.first(dimensions) : one)));
        reply.send(answer.put("total_duration", watch.nanos()).put("load_duration", loaded).put("prompt_eval_count",
                embedded.stream().mapToInt(Embedded::tokens).sum()));
    }

    /// `POST /api/embeddings`.
    void embedOne(Fields request, Stopwatch watch, Reply reply) {
        modelOf(request);
        var prompt = request.text("prompt").filter(text -> !text.isEmpty());
        int window = window(request.object("options"));
        model.await();
        var vector = prompt.map(text -> vector(model.embed(List.of(text), window).getFirst()))
                .orElseGet(JsonNodeFactory.instance::arrayNode);
        var answer = JsonNodeFactory.instance.objectNode();
        answer.set("embedding", vector);
        reply.send(answer);
    }

    private static String modelOf(Fields request) {
        var name = request.requiredText("model");
        BuiltInModel.named(name).require(BuiltInModel.ALL_MINILM, "embeddings");
        return name;
    }

    private static List<String> input(Fields request) {
        if (!request.has("input")) {
            throw Fields.refused("input is required");
        }
        if (!request.isList("input")) {
            return request.text("input").filter(text -> !text.isEmpty()).map(List::of).orElse(List.of());
        }
        var texts = request.texts("input").orElseThrow();
        if (texts.isEmpty() || texts.size() > MOST_TEXTS) {
            throw Fields.refused("input has " + texts.size() + " texts; it takes 1 to " + MOST_TEXTS);
        }
        return texts;
    }

    private static int window(Fields options) {
        return Math.clamp(options.integer("num_ctx").orElse(MiniLm.WINDOW), NARROWEST, MiniLm.WIDEST_WINDOW);
    }

    private void requireFitting(List<String> texts, int window) {
        for (int at = 0; at < texts.size(); at++) {
            if (!model.beginning(texts.get(at), window - 2).whole()) {
                throw Fields.refused("input[" + at + "]: the input length exceeds the context length of " + window + " tokens");
            }
        }
    }

    private static ArrayNode vector(Embedded embedded) {
        var values = JsonNodeFactory.instance.arrayNode(embedded.vector().length);
        for (float value : embedded.vector()) {
            values.add(value);
        }
        return values;
    }
}
