package sidecar.embedded.minilm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// all-MiniLM-L6-v2, quantized: its tokenizer and its sentence vectors, in process. Loaded in the background; every
/// call waits for that, and throws `MODEL_FAILED` when it went wrong.
///
/// Calls share the workers text by text, in turns: one with a thousand texts keeps one with a single text waiting only
/// for the texts being encoded at the moment.
public final class MiniLm implements AutoCloseable {

    /// Length of a vector.
    public static final int DIMENSIONS = 384;
    /// Tokens that it reads of a text unless told otherwise, its frame of two included; it was trained on no more.
    public static final int WINDOW = 256;
    /// Most tokens that it can read of a text.
    public static final int WIDEST_WINDOW = 512;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Workers workers = new Workers();
    private final Semaphore turns = new Semaphore(Workers.COUNT, true);
    private final Future<WordPieces> tokenizer;
    private final Future<Encoder> encoder;

    /// Starts to load it.
    ///
    /// @param directory where the native libraries are unpacked
    public MiniLm(Path directory) {
        tokenizer = workers.submit(() -> {
            NativeLibraries.unpack(directory);
            return WordPieces.load();
        });
        encoder = workers.submit(() -> {
            NativeLibraries.unpack(directory);
            return Encoder.load();
        });
    }

    /// Waits until it is loaded.
    public void await() {
        Workers.result(tokenizer);
        Workers.result(encoder);
    }

    /// Whether it can answer at once.
    public boolean loaded() {
        return tokenizer.state() == Future.State.SUCCESS && encoder.state() == Future.State.SUCCESS;
    }

    /// The number of tokens of all `texts` together, without frames.
    public int count(List<String> texts) {
        await();
        return Workers.result(workers.submit(() -> texts.stream().mapToInt(tokenizer.resultNow()::count).sum()));
    }

    /// The beginning of `text` that is `most` tokens long, or all of it.
    public Beginning beginning(String text, int most) {
        await();
        return Workers.result(workers.submit(() -> tokenizer.resultNow().beginning(text, most)));
    }

    /// The vectors of `texts`, in their order; what lies beyond the window is not read.
    ///
    /// @param window tokens read of each, frame included: 3 to 512
    public List<Embedded> embed(List<String> texts, int window) {
        await();
        var vectors = new ArrayList<Future<Embedded>>(texts.size());
        for (var text : texts) {
            takeTurn();
            vectors.add(workers.submit(() -> {
                try {
                    return embed(text, window);
                } finally {
                    turns.release();
                }
            }));
        }
        return vectors.stream().map(Workers::result).toList();
    }

    private Embedded embed(String text, int window) throws Exception {
        var tokens = tokenizer.resultNow().framed(text);
        return encoder.resultNow().encode(tokens.length <= window ? tokens : WordPieces.cut(tokens, window));
    }

    private void takeTurn() {
        try {
            turns.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Workers.closing(e);
        }
    }

    /// Ends what is running, at most ten seconds of it, and frees the model; calls from now on throw `CLOSING`.
    @Override
    public void close() {
        // Memory still in use by a thread must not be freed under it.
        if (workers.close(PATIENCE)) {
            if (encoder.state() == Future.State.SUCCESS) {
                encoder.resultNow().close();
            }
            if (tokenizer.state() == Future.State.SUCCESS) {
                tokenizer.resultNow().close();
            }
        }
    }
}
