package sidecar.embedded.minilm;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/// The model's own tokenizer: BERT's uncased word pieces.
final class WordPieces implements AutoCloseable {

    // Nothing is cut or filled up behind our back; whoever cuts says so.
    private static final Map<String, String> OPTIONS = Map.of("padding", "false", "truncation", "false", "modelMaxLength", "-1");

    private final HuggingFaceTokenizer tokenizer;

    private WordPieces(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    static WordPieces load() throws IOException {
        try (var in = ModelFiles.open(ModelFiles.TOKENIZER)) {
            return new WordPieces(HuggingFaceTokenizer.newInstance(in, OPTIONS));
        }
    }

    /// The number of tokens of `text`, without the two that frame it for the encoder.
    int count(String text) {
        return text.isEmpty() ? 0 : encode(text, false).getIds().length;
    }

    /// The tokens of `text` as the encoder takes them, between `[CLS]` and `[SEP]`.
    long[] framed(String text) {
        return encode(text, true).getIds();
    }

    /// The first `most` tokens of framed ones, the frame included.
    static long[] cut(long[] framed, int most) {
        var cut = Arrays.copyOf(framed, most);
        cut[most - 1] = framed[framed.length - 1];
        return cut;
    }

    /// The beginning of `text` that is `most` tokens long, or all of it.
    Beginning beginning(String text, int most) {
        var encoding = encode(text, false);
        var tokens = encoding.getIds().length;
        if (tokens <= most) {
            return new Beginning(text, tokens, true);
        }
        // Spans are counted in code points.
        var end = text.offsetByCodePoints(0, encoding.getCharTokenSpans()[most - 1].getEnd());
        return new Beginning(text.substring(0, end), most, false);
    }

    private Encoding encode(String text, boolean framed) {
        return tokenizer.encode(text, framed, false);
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
