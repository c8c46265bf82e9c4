package gateway.v1.attempt;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

/// Estimates tokens where a provider does not say: JTokkit with OpenAI's encoding `o200k_base`, for every model alike.
public final class TokenCounter {

    /// Loaded when something must be estimated for the first time.
    private static final class Loaded {
        static final Encoding ENCODING = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    }

    /// The number of tokens of `text`.
    public long count(CharSequence text) {
        return text.isEmpty() ? 0 : Loaded.ENCODING.countTokensOrdinary(text.toString());
    }
}
