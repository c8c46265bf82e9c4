package sidecar.embedded.minilm;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/// The files of the model, resources of the jar that brings it.
public final class ModelFiles {

    /// The network: all-MiniLM-L6-v2, weights quantized to 8 bits.
    public static final String NETWORK = "all-minilm-l6-v2-q.onnx";

    /// Size of the network's file, in bytes.
    public static final long NETWORK_SIZE = 22_972_370;

    /// SHA-256 of the network's file, in hexadecimal.
    public static final String NETWORK_DIGEST = "afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1";

    static final String TOKENIZER = "all-minilm-l6-v2-q-tokenizer.json";

    private ModelFiles() {}

    /// Opens one of them.
    public static InputStream open(String name) throws IOException {
        // They lie at the root of a jar of another module, where only the class loader finds them.
        var in = ModelFiles.class.getClassLoader().getResourceAsStream(name);
        if (in == null) {
            throw new FileNotFoundException(name + " is not on the module path");
        }
        return in;
    }
}
