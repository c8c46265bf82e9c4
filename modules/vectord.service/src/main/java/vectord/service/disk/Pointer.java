package vectord.service.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/// A file that holds a number, replaced atomically.
///
/// @param path where it lies
public record Pointer(Path path) {

    /// The number; empty where there is no file yet.
    public OptionalInt read() throws IOException {
        if (!Files.exists(path)) {
            return OptionalInt.empty();
        }
        var content = Files.readString(path).strip();
        try {
            return OptionalInt.of(Integer.parseInt(content));
        } catch (NumberFormatException e) {
            throw new IOException(path + " does not hold a number", e);
        }
    }

    /// Makes it hold another number.
    public void write(int number) throws IOException {
        AtomicFile.write(path, (number + "\n").getBytes(StandardCharsets.US_ASCII));
    }
}
