package sidecar.embedded.ollama;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.module.ModuleDescriptor;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import sidecar.embedded.minilm.MiniLm;

/// What the server says of itself and of its models: `/api/tags`, `/api/ps`, `/api/show` and `/api/version`.
///
/// @param model whether it is loaded decides what `/api/ps` lists
/// @param since when the server was started; the models' `modified_at`
record Catalog(MiniLm model, Instant since) {

    // What Ollama says of a model that is kept for good is a time far away; so is this.
    private static final Instant FOR_GOOD = Instant.parse("2318-01-01T00:00:00Z");

    ObjectNode tags() {
        return list(entry -> entry.put("modified_at", since.toString()));
    }

    ObjectNode running() {
        return model.loaded()
                ? list(entry -> entry.put("expires_at", FOR_GOOD.toString()).put("size_vram", 0).put("context_length",
                        MiniLm.WINDOW))
                : JsonNodeFactory.instance.objectNode().set("models", JsonNodeFactory.instance.arrayNode());
    }

    ObjectNode version() {
        var version = Optional.ofNullable(Catalog.class.getModule().getDescriptor()).flatMap(ModuleDescriptor::rawVersion);
        return JsonNodeFactory.instance.objectNode().put("version", version.orElse("0.0.0") + "+embedded");
    }

    /// `POST /api/show`; the old `name` is taken where `model` is missing.
    void show(Fields request, Stopwatch watch, Reply reply) {
        var shown = BuiltInModel.named(request.text("model").orElseGet(() -> request.requiredText("name")));
        var answer = JsonNodeFactory.instance.objectNode().put("license", "Apache-2.0")
                .put("modelfile", "FROM " + shown.fullName())
                .put("parameters", "num_ctx " + MiniLm.WINDOW).put("template", "{{ .Prompt }}");
        answer.set("details", shown.details());
        answer.set("model_info", shown.measures());
        answer.putArray("capabilities").add(shown.capability());
        reply.send(answer.put("modified_at", since.toString()));
    }

    private static ObjectNode list(Function<ObjectNode, ObjectNode> more) {
        var list = JsonNodeFactory.instance.objectNode();
        list.putArray("models").addAll(Arrays.stream(BuiltInModel.values()).map(BuiltInModel::entry).map(more).toList());
        return list;
    }
}
