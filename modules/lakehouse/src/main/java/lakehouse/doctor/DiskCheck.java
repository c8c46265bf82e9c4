package lakehouse.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import lakehouse.configuration.Configuration;

/// There is room where data and journal are, or will be.
final class DiskCheck implements Check {

    private static final long COMFORTABLE = 1L << 30;
    private static final long MEBIBYTE = 1L << 20;

    @Override
    public Stream<Finding> look(Configuration configuration) {
        long least = Long.parseLong(configuration.value("data.min-free-bytes").strip());
        var data = look("disk of data", Path.of(configuration.value("data.dir")), least);
        return Stream.concat(Stream.of(data),
                journal(configuration).map(directory -> look("disk of journal", directory, least)).stream());
    }

    /// Where it has a place of its own.
    static Optional<Path> journal(Configuration configuration) {
        return configuration.config().getOptionalValue("usage.journal.dir", String.class).filter(text -> !text.isBlank())
                .map(Path::of);
    }

    private static Finding look(String check, Path directory, long least) {
        var there = existing(directory);
        try {
            long free = Files.getFileStore(there).getUsableSpace();
            var told = "%,d MiB are free at %s".formatted(free / MEBIBYTE, there);
            if (free < least) {
                return Finding.fail(check, told + ", less than data.min-free-bytes: the service is not ready so.");
            }
            return free < COMFORTABLE
                    ? Finding.warn(check, told + ", less than 1 GiB.")
                    : Finding.ok(check, told + ".");
        } catch (IOException e) {
            return Finding.fail(check, there + " cannot be looked at (" + e + ").");
        }
    }

    /// The directory, or the nearest above it that exists.
    private static Path existing(Path directory) {
        var at = directory.toAbsolutePath().normalize();
        while (!Files.exists(at) && at.getParent() != null) {
            at = at.getParent();
        }
        return at;
    }
}
