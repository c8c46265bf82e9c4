package usage.store.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import usage.store.AttemptKey;

/// The keys of the attempts that ended in segments that are gone, a file for each, so that a row that goes missing later can be
/// named; and of those that ended in a segment that has lost them. A key is 20 bytes, a thirtieth of what its row takes: the call's id and the number of the attempt.
///
/// @param directory made with its first file
public record KeyFiles(Path directory) {

    private static final int KEY = Long.BYTES + Long.BYTES + Integer.BYTES;

    /// Writes the keys of a segment; once this returns, it may go.
    ///
    /// @throws UncheckedIOException where they cannot be written
    public void write(long segment, Collection<AttemptKey> keys) {
        var bytes = ByteBuffer.allocate(keys.size() * KEY);
        keys.forEach(key -> bytes.putLong(key.callId().getMostSignificantBits())
                .putLong(key.callId().getLeastSignificantBits()).putInt(key.attempt()));
        bytes.flip();
        var file = file(segment);
        var unfinished = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(directory);
            try (var channel = FileChannel.open(unfinished, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The keys of a segment, to be changed at will; none where there is no file.
    ///
    /// @throws UncheckedIOException where they cannot be read
    public Set<AttemptKey> read(long segment) {
        try {
            var keys = new HashSet<AttemptKey>();
            if (Files.exists(file(segment))) {
                for (var bytes = ByteBuffer.wrap(Files.readAllBytes(file(segment))); bytes.remaining() >= KEY;) {
                    keys.add(new AttemptKey(new UUID(bytes.getLong(), bytes.getLong()), bytes.getInt()));
                }
            }
            return keys;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Removes the file of a segment, if there is one.
    ///
    /// @throws UncheckedIOException where it cannot be removed
    public void remove(long segment) {
        try {
            Files.deleteIfExists(file(segment));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Path file(long segment) {
        return directory.resolve("segment-" + String.format(Locale.ROOT, "%016d", segment) + ".keys");
    }
}
