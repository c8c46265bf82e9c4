package usage.store.h2;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import usage.store.LedgerException;

/// Cursors of pages: a list's name and a position in it, made opaque.
public final class Cursor {

    private static final String SEPARATOR = "|";

    /// Reads a position; anything it throws says that the cursor is bad.
    @FunctionalInterface
    public interface Reading<T> {
        T read(String[] position);
    }

    private Cursor() {}

    public static String write(String list, Object... position) {
        var text = new StringBuilder(list);
        for (var part : position) {
            text.append(SEPARATOR).append(part);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// @throws LedgerException `invalid_query` where `page` is not a cursor of that list
    public static <T> T read(String list, String page, Reading<T> reading) {
        try {
            var parts = new String(Base64.getUrlDecoder().decode(page), StandardCharsets.UTF_8).split("\\|", 2);
            if (!parts[0].equals(list)) {
                throw new IllegalArgumentException("of another list");
            }
            return reading.read(parts[1].split("\\|"));
        } catch (RuntimeException bad) {
            throw new LedgerException(LedgerException.Code.INVALID_QUERY,
                    "page is not a cursor of this list of " + list + ": '" + StoredText.of(page, StoredText.TAG) + "'", bad);
        }
    }
}
