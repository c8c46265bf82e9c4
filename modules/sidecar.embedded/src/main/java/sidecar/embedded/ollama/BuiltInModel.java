package sidecar.embedded.ollama;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import sidecar.embedded.SidecarException;
import sidecar.embedded.SidecarException.Code;
import sidecar.embedded.minilm.MiniLm;
import sidecar.embedded.minilm.ModelFiles;

/// The models that the server has. Both are one file: the extractive one ranks sentences by the other's vectors.
enum BuiltInModel {

    ALL_MINILM("all-minilm", "embedding"), EXTRACTIVE("extractive", "completion");

    private static final String LATEST = ":latest";
    private static final int LONGEST_SHOWN = 200;
    private static final long PARAMETERS = 22_713_216;

    private final String baseName;
    private final String capability;

    BuiltInModel(String baseName, String capability) {
        this.baseName = baseName;
        this.capability = capability;
    }

    /// The model that a request names, with or without `:latest`, in any case of letters.
    static BuiltInModel named(String name) {
        return Arrays.stream(values()).filter(model -> model.is(name)).findFirst()
                .orElseThrow(() -> new SidecarException(Code.NOT_FOUND, "model '" + shown(name) + "' not found"));
    }

    private boolean is(String name) {
        return name.equalsIgnoreCase(baseName) || name.equalsIgnoreCase(fullName());
    }

    private static String shown(String name) {
        return name.length() <= LONGEST_SHOWN ? name : name.substring(0, name.offsetByCodePoints(0, LONGEST_SHOWN / 2)) + "…";
    }

    /// The name it is listed under.
    String fullName() {
        return baseName + LATEST;
    }

    /// What it can do: `embedding` or `completion`.
    String capability() {
        return capability;
    }

    /// Refuses a request for what it cannot do, named as Ollama names it.
    void require(BuiltInModel able, String deed) {
        if (this != able) {
            throw new SidecarException(Code.BAD_REQUEST,
                    "\"" + baseName + "\" does not support " + deed + "; \"" + able.baseName + "\" does");
        }
    }

    /// Its entry in a listing, with `modifiedAt` in RFC 3339.
    ObjectNode entry() {
        var entry = JsonNodeFactory.instance.objectNode().put("name", fullName()).put("model", fullName())
                .put("size", ModelFiles.NETWORK_SIZE).put("digest", ModelFiles.NETWORK_DIGEST);
        entry.set("details", details());
        return entry;
    }

    /// What kind of model it is.
    ObjectNode details() {
        var details = JsonNodeFactory.instance.objectNode().put("parent_model", "").put("format", "onnx").put("family", "bert");
        details.putArray("families").add("bert");
        return details.put("parameter_size", "23M").put("quantization_level", "Q8_0");
    }

    /// What its parts measure.
    ObjectNode measures() {
        return JsonNodeFactory.instance.objectNode().put("general.architecture", "bert").put("general.basename", baseName)
                .put("general.parameter_count", PARAMETERS).put("bert.attention.head_count", 12).put("bert.block_count", 6)
                .put("bert.context_length", MiniLm.WIDEST_WINDOW).put("bert.embedding_length", MiniLm.DIMENSIONS)
                .put("bert.vocab_size", 30_522);
    }
}
