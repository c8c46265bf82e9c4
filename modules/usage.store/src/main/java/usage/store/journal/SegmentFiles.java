package usage.store.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/// The names and places of the journal's files: `segment-0000000000000017.log`, and `.new` behind it while one is made.
record SegmentFiles(Path directory) {

    private static final String PREFIX = "segment-";
    private static final String SUFFIX = ".log";
    private static final String UNFINISHED = ".new";

    /// Those that are there, in the order of their numbers; what was being made when a process died is removed.
    List<Path> present() throws IOException {
        try (var names = Files.list(directory)) {
            var files = names.filter(file -> file.getFileName().toString().startsWith(PREFIX)).sorted().toList();
            for (var file : files) {
                if (file.toString().endsWith(UNFINISHED)) {
                    Files.delete(file);
                }
            }
            return files.stream().filter(file -> file.toString().endsWith(SUFFIX)).toList();
        }
    }

    /// Makes a segment; it has its name only once it is whole.
    Segment create(long number, int size) throws IOException {
        var file = directory.resolve(PREFIX + String.format(Locale.ROOT, "%016d", number) + SUFFIX);
        var unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        Segment.create(unfinished, number, size).close();
        Files.move(unfinished, file);
        forceDirectory();
        return Segment.reopen(file, number);
    }

    /// Makes names survive a loss of power.
    private void forceDirectory() {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
