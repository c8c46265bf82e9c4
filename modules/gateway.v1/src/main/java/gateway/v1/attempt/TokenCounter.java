package gateway.v1.attempt;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.function.ToLongFunction;

/// Estimates tokens where a provider does not say: JTokkit with OpenAI's encoding `o200k_base`, for every model alike.
public final class TokenCounter {

    /// Text is counted in slices of so many characters: of one without a boundary the encoding takes about a hundred bytes for each.
    static final int SLICE = 64 << 10;

    /// Loaded when something must be estimated for the first time.
    private static final class Loaded {
        static final Encoding ENCODING = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    }

    private final ToLongFunction<String> encoding;

    public TokenCounter() {
        this(text -> Loaded.ENCODING.countTokensOrdinary(text));
    }

    /// @param encoding counts the tokens of a slice
    TokenCounter(ToLongFunction<String> encoding) {
        this.encoding = encoding;
    }

    /// The number of tokens of `text`.
    public long count(CharSequence text) {
        long tokens = 0;
        int end;
        for (int start = 0; start < text.length(); start = end) {
            end = end(text, start);
            tokens += encoding.applyAsLong(text.subSequence(start, end).toString());
        }
        return tokens;
    }

    /// Where the slice ends that begins at `start`: not within a letter.
    private static int end(CharSequence text, int start) {
        int end = Math.min(text.length(), start + SLICE);
        return end < text.length() && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }
}
