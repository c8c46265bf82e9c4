package vectord.service.disk;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/// The form of a record in the log: `int` length, `int` CRC-32C of the bytes, the bytes.
final class Frame {

    private static final int HEADER = 2 * Integer.BYTES;

    private Frame() {}

    static byte[] write(List<byte[]> records) {
        var out = ByteBuffer.allocate(records.stream().mapToInt(bytes -> HEADER + bytes.length).reduce(0, Math::addExact));
        for (var bytes : records) {
            out.putInt(bytes.length).putInt(checksum(bytes)).put(bytes);
        }
        return out.array();
    }

    /// Reads whole records until the first that is not, and returns where that one begins.
    static long readAll(ByteBuffer in, List<byte[]> records) {
        while (in.remaining() >= HEADER) {
            int start = in.position();
            int length = in.getInt();
            int checksum = in.getInt();
            if (length <= 0 || length > in.remaining()) {
                return start;
            }
            var bytes = new byte[length];
            in.get(bytes);
            if (checksum(bytes) != checksum) {
                return start;
            }
            records.add(bytes);
        }
        return in.position();
    }

    private static int checksum(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
