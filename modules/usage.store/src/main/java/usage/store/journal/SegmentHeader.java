package usage.store.journal;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import usage.store.LedgerCopy;
import usage.store.LedgerException;

/// What each file of the journal begins with: a name, of which the last byte is the format (8 bytes), and its number (8 bytes).
final class SegmentHeader {

    static final int BYTES = 16;

    /// The newest format that is known.
    static final int FORMAT = LedgerCopy.JOURNAL_FORMAT;

    private static final long NAME = 0x4c48_4a4f_5552_4e00L;
    private static final long FORMAT_BITS = 0xff;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private SegmentHeader() {}

    static void write(MemorySegment memory, long number) {
        memory.set(LONG, 0, NAME | FORMAT);
        memory.set(LONG, Long.BYTES, number);
    }

    /// The number in the header.
    ///
    /// @param file that it is of, for errors
    /// @throws IOException where the file is none of the journal's
    /// @throws LedgerException `newer_format`
    static long number(MemorySegment memory, Path file) throws IOException {
        if (memory.byteSize() < BYTES) {
            throw new IOException(file + " is no file of the journal: it is too short");
        }
        long name = memory.get(LONG, 0);
        long format = name & FORMAT_BITS;
        if ((name & ~FORMAT_BITS) != NAME || format == 0) {
            throw new IOException(file + " is no file of the journal");
        }
        if (format > FORMAT) {
            throw new LedgerException(LedgerException.Code.NEWER_FORMAT, "the journal in " + file.toAbsolutePath().getParent()
                    + " has format " + format + ", of a newer version; this one knows format " + FORMAT);
        }
        return memory.get(LONG, Long.BYTES);
    }
}
