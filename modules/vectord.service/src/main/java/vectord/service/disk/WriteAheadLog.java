package vectord.service.disk;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A file of records that are on the disk when [#append] returns.
///
/// Each record is framed by its length and the CRC-32C of its bytes (see [Frame]). A crash while appending leaves a torn
/// tail, which nobody was told was safe; it is cut off when the log is opened. What has been taken over elsewhere is
/// dropped by writing what remains into a new file that replaces the old one atomically. For one thread at a time.
///
/// Written through [RandomAccessFile], because an interrupt closes a `FileChannel` under the threads that share it.
public final class WriteAheadLog implements Closeable {

    private static final Logger LOG = System.getLogger(WriteAheadLog.class.getName());

    private final Path path;
    private List<byte[]> found;
    private RandomAccessFile file;
    private long end;

    private WriteAheadLog(Path path, RandomAccessFile file, List<byte[]> found, long end) {
        this.path = path;
        this.file = file;
        this.found = found;
        this.end = end;
    }

    /// Opens the log at `path`, created where there is none, and cuts its torn tail.
    public static WriteAheadLog open(Path path) throws IOException {
        var content = Files.exists(path) ? ByteBuffer.wrap(Files.readAllBytes(path)) : ByteBuffer.allocate(0);
        var records = new ArrayList<byte[]>();
        long whole = Frame.readAll(content, records);
        var file = new RandomAccessFile(path.toFile(), "rw");
        AtomicFile.forceFolder(path);
        if (whole < file.length()) {
            LOG.log(Level.WARNING, "{0}: cut a torn tail of {1} bytes behind {2} whole records", path, file.length() - whole,
                    records.size());
            file.setLength(whole);
            file.getFD().sync();
        }
        return new WriteAheadLog(path, file, records, whole);
    }

    /// Looks whether there is a log that can be read; a torn tail does not matter.
    public static void check(Path path) throws IOException {
        if (Files.exists(path)) {
            Frame.readAll(ByteBuffer.wrap(Files.readAllBytes(path)), new ArrayList<>());
        }
    }

    /// Copies the log as it is now.
    public void copyTo(Path copy) throws IOException {
        Folders.copy(path, copy);
    }

    /// What the log held when it was opened, in order. Handed over once, and then forgotten here.
    public List<byte[]> takeFound() {
        var records = found;
        found = List.of();
        return records;
    }

    /// Length of the log in bytes.
    public long size() {
        return end;
    }

    /// Adds records and forces them to the disk, all or none.
    public void append(List<byte[]> records) throws IOException {
        var bytes = Frame.write(records);
        try {
            file.seek(end);
            file.write(bytes);
            file.getFD().sync();
        } catch (IOException e) {
            // What is half there must not stand before what comes next.
            file.setLength(end);
            throw e;
        }
        end += bytes.length;
    }

    /// Leaves nothing but `remaining` in the log.
    public void keep(List<byte[]> remaining) throws IOException {
        if (remaining.isEmpty()) {
            file.setLength(0);
            file.getFD().sync();
            end = 0;
            return;
        }
        var bytes = Frame.write(remaining);
        AtomicFile.write(path, bytes);
        var replaced = new RandomAccessFile(path.toFile(), "rw");
        file.close();
        file = replaced;
        end = bytes.length;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
