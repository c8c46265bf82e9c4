package usage.store.journal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.LongStream;

/// Files of the journal of which a loss of power has kept the name and not the beginning: filesystems may keep a new name, and
/// lose what was written under it and not forced.
///
/// No record can be found in such a file, since records are found one behind the other. Where all of it is zeros it never had
/// one on the disk, and goes; where something stands behind the beginning it is put aside under another name.
final class HollowFiles {

    private static final System.Logger LOG = System.getLogger(HollowFiles.class.getName());
    private static final String ASIDE = ".hollow";

    private HollowFiles() {}

    /// Clears a file away if it is hollow.
    ///
    /// @return whether it was
    static boolean clear(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ); var arena = Arena.ofConfined()) {
            var memory = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            if (!isZero(memory.asSlice(0, Math.min(memory.byteSize(), SegmentHeader.BYTES)))) {
                return false;
            }
            if (isZero(memory)) {
                Files.delete(file);
                LOG.log(Level.WARNING, "{0} has {1} bytes and nothing in them, as a loss of power leaves it; it is removed", file,
                        String.valueOf(memory.byteSize()));
            } else {
                var aside = Files.move(file, aside(file));
                LOG.log(Level.ERROR, "{0} has lost its beginning, as in a loss of power, and its records cannot be found without"
                        + " it; it is kept as {1}, and nothing reads it", file, aside.getFileName());
            }
            return true;
        }
    }

    private static boolean isZero(MemorySegment memory) {
        long whole = memory.byteSize() / Long.BYTES * Long.BYTES;
        return LongStream.iterate(0, at -> at < whole, at -> at + Long.BYTES)
                .allMatch(at -> memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at) == 0)
                && LongStream.range(whole, memory.byteSize()).allMatch(at -> memory.get(ValueLayout.JAVA_BYTE, at) == 0);
    }

    /// A number is given anew where a file of it was put aside before.
    private static Path aside(Path file) {
        return LongStream.iterate(1, count -> count + 1)
                .mapToObj(count -> file.resolveSibling(file.getFileName() + ASIDE + (count == 1 ? "" : "-" + count)))
                .filter(Files::notExists).findFirst().orElseThrow();
    }
}
