package sidecar.embedded.minilm;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;

/// The network: tokens in, one vector out (the mean over all tokens, scaled to length 1).
///
/// One text per run, on one thread. Texts run together in a batch are slower here (every text is filled up to the
/// longest), and with 8-bit weights they change each other's vectors, because activations are scaled by the batch's
/// extremes: the same text would then have another vector in other company.
final class Encoder implements AutoCloseable {

    private final OrtEnvironment environment;
    private final OrtSession session;

    private Encoder(OrtEnvironment environment, OrtSession session) {
        this.environment = environment;
        this.session = session;
    }

    static Encoder load() throws IOException, OrtException {
        var environment = OrtEnvironment.getEnvironment();
        try (var options = new OrtSession.SessionOptions(); var network = ModelFiles.open(ModelFiles.NETWORK)) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            return new Encoder(environment, environment.createSession(network.readAllBytes(), options));
        }
    }

    /// The vector of a text of at most 512 tokens, frame included; safe on any number of threads.
    Embedded encode(long[] tokens) throws OrtException {
        var attended = new long[tokens.length];
        Arrays.fill(attended, 1);
        try (var ids = tensor(tokens);
                var mask = tensor(attended);
                var types = tensor(new long[tokens.length]);
                var result = session.run(Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types))) {
            return new Embedded(sum(((OnnxTensor) result.get(0)).getFloatBuffer()), tokens.length).first(MiniLm.DIMENSIONS);
        }
    }

    private OnnxTensor tensor(long[] row) throws OrtException {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(row), new long[]{1, row.length});
    }

    /// The sum has the mean's direction.
    private static float[] sum(FloatBuffer states) {
        var sum = new float[MiniLm.DIMENSIONS];
        while (states.hasRemaining()) {
            for (int dimension = 0; dimension < sum.length; dimension++) {
                sum[dimension] += states.get();
            }
        }
        return sum;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("the network could not be freed", e);
        }
    }
}
