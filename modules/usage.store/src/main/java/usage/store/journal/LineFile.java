package usage.store.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// A file of lines that only grows. A line is on the disk when it was added; one that a crash has cut is not there.
///
/// @param file made with its first line
public record LineFile(Path file) {

    /// Adds a line that ends in a line break.
    ///
    /// @throws UncheckedIOException where it cannot be written
    public void add(String line) {
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            channel.position(endOfLines(channel));
            for (var bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)); bytes.hasRemaining();) {
                channel.write(bytes);
            }
            channel.truncate(channel.position());
            channel.force(true);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// All whole lines, without their line breaks.
    ///
    /// @throws UncheckedIOException where it cannot be read
    public List<String> lines() {
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            var text = Files.readString(file);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Behind the last line break; what follows it was cut by a crash.
    private static long endOfLines(FileChannel channel) throws IOException {
        long end = channel.size();
        for (var one = ByteBuffer.allocate(1); end > 0; end--) {
            channel.read(one.clear(), end - 1);
            if (one.get(0) == '\n') {
                break;
            }
        }
        return end;
    }
}
