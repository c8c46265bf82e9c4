package usage.store.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import usage.store.LedgerException;

/// A file of the journal, mapped into memory: a [header][SegmentHeader], then [records][Records], then zeros.
///
/// The file has its full length, and blocks on the disk, before the first record: a full disk is found when the file is made,
/// not when a settlement is written. What is in the mapping is in the operating system's hands: it survives the process.
final class Segment implements AutoCloseable {

    /// Where the first record begins.
    static final int BEGINNING = SegmentHeader.BYTES;

    private final Path file;
    private final long number;
    private final Arena arena;
    private final MemorySegment memory;
    // Where the next record goes; whoever reads it sees what lies before.
    private volatile int end = BEGINNING;
    private volatile boolean sealed;

    private Segment(Path file, long number, FileChannel channel) throws IOException {
        this.file = file;
        this.number = number;
        this.arena = Arena.ofShared();
        this.memory = map(channel, arena);
    }

    private static MemorySegment map(FileChannel channel, Arena arena) throws IOException {
        return channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), arena);
    }

    /// Makes a file of `size` bytes, which is on the disk with its header when this returns: under a name that was forced
    /// alone, a loss of power would leave an empty file.
    static Segment create(Path file, long number, int size) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            fill(channel, number, size);
            channel.force(true);
            return new Segment(file, number, channel);
        } catch (IOException failure) {
            Files.deleteIfExists(file);
            throw failure;
        }
    }

    /// The header, and zeros behind it.
    private static void fill(FileChannel channel, long number, int size) throws IOException {
        var bytes = ByteBuffer.allocateDirect(Math.min(size, 1 << 20));
        SegmentHeader.write(MemorySegment.ofBuffer(bytes), number);
        for (int left = size; left > 0;) {
            left -= channel.write(bytes.limit(Math.min(left, bytes.capacity())));
            if (!bytes.hasRemaining()) {
                MemorySegment.ofBuffer(bytes.clear()).asSlice(0, BEGINNING).fill((byte) 0);
            }
        }
    }

    /// Opens a file that an earlier process wrote; its records end at the first that is not whole.
    ///
    /// @throws IOException also where the file is none of the journal's
    /// @throws LedgerException `newer_format`
    static Segment open(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var segment = new Segment(file, number(file, channel), channel);
            segment.end = Records.end(segment.memory, BEGINNING);
            segment.sealed = true;
            return segment;
        }
    }

    private static long number(Path file, FileChannel channel) throws IOException {
        try (var arena = Arena.ofConfined()) {
            return SegmentHeader.number(map(channel, arena), file);
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

    long number() {
        return number;
    }

    Path file() {
        return file;
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
        return (int) memory.byteSize() - end;
    }

    /// Appends a record, for which there must be room. One thread at a time.
    void append(byte[] record, int checksum) {
        int at = end;
        Records.write(memory, at, record, checksum);
        end = at + Records.framed(record.length);
    }

    /// The bytes of the record at `at`, which must lie before the end.
    byte[] record(int at) {
        return Records.read(memory, at);
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

    /// Whether there is something behind the end that is no record: what a torn write has left.
    boolean isTorn() {
        return Records.isTorn(memory, end);
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
