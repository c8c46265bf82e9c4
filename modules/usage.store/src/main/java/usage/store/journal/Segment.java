package usage.store.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import usage.store.LedgerCopy;
import usage.store.LedgerException;

/// A file of the journal, mapped into memory: a header, then records, then zeros.
///
/// A record is its length (4 bytes), the checksum of its bytes (CRC-32C, 4 bytes) and the bytes, filled up to a multiple of
/// eight. The length is written last, so that a process that dies while it writes leaves no record. The file has its full
/// length, and blocks on the disk, before the first record: a full disk is found when the file is made, not when a
/// settlement is written. What is in the mapping is in the operating system's hands: it survives the process.
final class Segment implements AutoCloseable {

    /// Bytes before the first record.
    static final int HEADER = 16;
    /// Bytes that a record takes beyond its own, at most.
    static final int FRAME = 16;

    /// The newest format that is known: the last byte of what each file begins with.
    static final int FORMAT = LedgerCopy.JOURNAL_FORMAT;

    private static final long NAME = 0x4c48_4a4f_5552_4e00L;
    private static final long FORMAT_BITS = 0xff;
    private static final long MAGIC = NAME | FORMAT;
    private static final int LENGTH_AND_CHECKSUM = 8;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private final Path file;
    private final long number;
    private final Arena arena;
    private final MemorySegment memory;
    // Where the next record goes; whoever reads it sees what lies before.
    private volatile int end = HEADER;
    private volatile boolean sealed;

    private Segment(Path file, long number, FileChannel channel) throws IOException {
        this.file = file;
        this.number = number;
        this.arena = Arena.ofShared();
        this.memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), arena);
    }

    /// Makes a file of `size` bytes.
    static Segment create(Path file, long number, int size) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            fill(channel, size);
            var segment = new Segment(file, number, channel);
            segment.memory.set(LONG, 0, MAGIC);
            segment.memory.set(LONG, Long.BYTES, number);
            return segment;
        } catch (IOException failure) {
            Files.deleteIfExists(file);
            throw failure;
        }
    }

    /// Opens a file that an earlier process wrote; its records end at the first that is not whole.
    ///
    /// @throws IOException also where the file is none of the journal's
    /// @throws LedgerException `newer_format`
    static Segment open(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() < HEADER) {
                throw new IOException(file + " is no file of the journal: it is too short");
            }
            var head = new Segment(file, 0, channel);
            long number = head.memory.get(LONG, Long.BYTES);
            long magic = head.memory.get(LONG, 0);
            head.arena.close();
            checkFormat(file, magic);
            var segment = new Segment(file, number, channel);
            segment.end = segment.endOfRecords();
            segment.sealed = true;
            return segment;
        }
    }

    private static void checkFormat(Path file, long magic) throws IOException {
        long format = magic & FORMAT_BITS;
        if ((magic & ~FORMAT_BITS) != NAME || format == 0) {
            throw new IOException(file + " is no file of the journal");
        }
        if (format > FORMAT) {
            throw new LedgerException(LedgerException.Code.NEWER_FORMAT, "the journal in " + file.toAbsolutePath().getParent()
                    + " has format " + format + ", of a newer version; this one knows format " + FORMAT);
        }
    }

    /// Opens a file that was just made.
    static Segment reopen(Path file, long number) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var segment = new Segment(file, number, channel);
            segment.memory.load();
            return segment;
        }
    }

    private static void fill(FileChannel channel, int size) throws IOException {
        var zeros = ByteBuffer.allocateDirect(Math.min(size, 1 << 20));
        for (int left = size; left > 0;) {
            left -= channel.write(zeros.clear().limit(Math.min(left, zeros.capacity())));
        }
    }

    long number() {
        return number;
    }

    Path file() {
        return file;
    }

    int size() {
        return (int) memory.byteSize();
    }

    /// Where the records end that can be read now.
    int end() {
        return end;
    }

    /// Whether no record will come any more; asked before [#end], the answer holds for that.
    boolean isSealed() {
        return sealed;
    }

    void seal() {
        sealed = true;
    }

    /// Bytes for further records.
    int room() {
        return size() - end;
    }

    /// What a record of `length` bytes takes.
    static int framed(int length) {
        return LENGTH_AND_CHECKSUM + (length + 7 & ~7);
    }

    /// Appends a record, for which there must be room. One thread at a time.
    void append(byte[] record, int checksum) {
        int at = end;
        MemorySegment.copy(record, 0, memory, ValueLayout.JAVA_BYTE, at + (long) LENGTH_AND_CHECKSUM, record.length);
        memory.set(INT, at + (long) Integer.BYTES, checksum);
        INT.varHandle().setRelease(memory, (long) at, record.length);
        end = at + framed(record.length);
    }

    /// The bytes of the record at `at`, which must lie before the end.
    byte[] record(int at) {
        int length = memory.get(INT, at);
        var bytes = new byte[length];
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at + (long) LENGTH_AND_CHECKSUM, bytes, 0, length);
        return bytes;
    }

    /// Forces what lies between two places to the disk.
    void force(int from, int to) {
        memory.asSlice(from, to - (long) from).force();
    }

    /// Copies what lies before `end`, which is no torn record, onto the disk.
    void copyTo(Path copy, int end) throws IOException {
        try (var channel = FileChannel.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (var bytes = memory.asSlice(0, end).asByteBuffer(); bytes.hasRemaining();) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    static int checksum(byte[] record) {
        var checksum = new CRC32C();
        checksum.update(record);
        return (int) checksum.getValue();
    }

    /// Whether there is something behind the end that is no record: what a torn write has left.
    boolean isTorn() {
        return end + LENGTH_AND_CHECKSUM <= size() && memory.get(LONG, end) != 0;
    }

    private int endOfRecords() {
        int at = HEADER;
        while (at + LENGTH_AND_CHECKSUM <= size()) {
            int length = memory.get(INT, at);
            boolean fits = length > 0 && length <= size() - at - LENGTH_AND_CHECKSUM;
            if (!fits || checksum(record(at)) != memory.get(INT, at + (long) Integer.BYTES)) {
                break;
            }
            at += framed(length);
        }
        return at;
    }

    @Override
    public void close() {
        arena.close();
    }

    /// Closes and removes it.
    void delete() {
        close();
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
