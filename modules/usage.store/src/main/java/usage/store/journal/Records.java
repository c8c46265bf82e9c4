package usage.store.journal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.zip.CRC32C;

/// The records of a segment, one behind the other. A record is its length (4 bytes), the checksum of its bytes (CRC-32C,
/// 4 bytes) and the bytes, filled up to a multiple of eight. The length is written last, so that a process that dies while it
/// writes leaves no record.
final class Records {

    /// Bytes that a record takes beyond its own, at most.
    static final int FRAME = 16;

    private static final int LENGTH_AND_CHECKSUM = 8;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private Records() {}

    /// What a record of `length` bytes takes.
    static int framed(int length) {
        return LENGTH_AND_CHECKSUM + (length + 7 & ~7);
    }

    static int checksum(byte[] record) {
        var checksum = new CRC32C();
        checksum.update(record);
        return (int) checksum.getValue();
    }

    static void write(MemorySegment memory, int at, byte[] record, int checksum) {
        MemorySegment.copy(record, 0, memory, ValueLayout.JAVA_BYTE, at + (long) LENGTH_AND_CHECKSUM, record.length);
        memory.set(INT, at + (long) Integer.BYTES, checksum);
        INT.varHandle().setRelease(memory, (long) at, record.length);
    }

    static byte[] read(MemorySegment memory, int at) {
        var bytes = new byte[memory.get(INT, at)];
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at + (long) LENGTH_AND_CHECKSUM, bytes, 0, bytes.length);
        return bytes;
    }

    /// Where those that begin at `from` end: before the first that is not whole.
    static int end(MemorySegment memory, int from) {
        int at = from;
        while (isWhole(memory, at)) {
            at += framed(memory.get(INT, at));
        }
        return at;
    }

    private static boolean isWhole(MemorySegment memory, int at) {
        long left = memory.byteSize() - at - LENGTH_AND_CHECKSUM;
        if (left < 0) {
            return false;
        }
        int length = memory.get(INT, at);
        return length > 0 && length <= left && checksum(read(memory, at)) == memory.get(INT, at + (long) Integer.BYTES);
    }

    /// Whether there is something at `end` that is no record: what a torn write has left.
    static boolean isTorn(MemorySegment memory, int end) {
        return end + LENGTH_AND_CHECKSUM <= memory.byteSize() && memory.get(LONG, end) != 0;
    }
}
