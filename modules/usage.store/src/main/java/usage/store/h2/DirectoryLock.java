package usage.store.h2;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import usage.store.LedgerException;

/// Keeps everybody else out of a ledger's directory: H2's own lock does not keep out a second store of the same process.
public final class DirectoryLock implements AutoCloseable {

    private final FileChannel file;

    private DirectoryLock(FileChannel file) {
        this.file = file;
    }

    public static DirectoryLock take(Path directory) {
        try {
            Files.createDirectories(directory);
            var file = FileChannel.open(directory.resolve("usage.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(file)) {
                file.close();
                throw new LedgerException(LedgerException.Code.CANNOT_OPEN,
                        "the ledger in " + directory + " is in use by another process or store");
            }
            return new DirectoryLock(file);
        } catch (IOException failure) {
            throw new LedgerException(LedgerException.Code.CANNOT_OPEN,
                    "the ledger's directory " + directory + " cannot be used: " + failure, failure);
        }
    }

    private static boolean locked(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException ownedHere) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
