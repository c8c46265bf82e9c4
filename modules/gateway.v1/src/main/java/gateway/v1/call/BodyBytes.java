package gateway.v1.call;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/// Reads bodies of requests and answers to their end.
public final class BodyBytes {

    private BodyBytes() {}

    /// A body as it is. Most are short and say how long they are: those take no more memory than that, where
    /// [InputStream#readNBytes(int)] by itself begins with 16 KiB for each.
    ///
    /// @param announced the length that its head names
    /// @param most so many bytes are read, if there are more
    /// @throws IOException where it breaks off, or is longer than announced
    public static byte[] read(InputStream in, OptionalLong announced, int most) throws IOException {
        if (announced.isEmpty()) {
            return in.readNBytes(most);
        }
        byte[] bytes = in.readNBytes((int) Math.min(announced.getAsLong(), most));
        // Whoever keeps the connection learns from this last reading that the body is over.
        if (bytes.length < most && in.read() >= 0) {
            throw new IOException("longer than its head announces");
        }
        return bytes;
    }
}
