package usage.store.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// The copy of a ledger: `database.zip` with the database in it, `journal/`, `manifest.tsv`, `keys/` and `dead-letters.tsv`,
/// each where there is one. Whatever is copied is forced to the disk.
///
/// @param directory where it lies
public record CopiedFiles(Path directory) {

    private static final String DATABASE = "usage.mv.db";
    private static final String MANIFEST = "manifest.tsv";
    private static final String DEAD_LETTERS = "dead-letters.tsv";
    private static final String KEYS = "keys";
    private static final String JOURNAL = "journal";

    /// Where the copy of the database is.
    public Path database() {
        return directory.resolve("database.zip");
    }

    /// Where the copies of the journal's files are.
    public Path journal() {
        return directory.resolve(JOURNAL);
    }

    /// Copies the file of a database that nobody has open.
    public void database(Path ledger) throws IOException {
        if (Files.exists(ledger.resolve(DATABASE))) {
            Files.createDirectories(directory);
            try (var zip = new ZipOutputStream(Files.newOutputStream(database(), StandardOpenOption.CREATE_NEW))) {
                zip.putNextEntry(new ZipEntry(DATABASE));
                Files.copy(ledger.resolve(DATABASE), zip);
            }
            force(database());
        }
    }

    /// Copies the files of a journal that nobody has open.
    ///
    /// @return how many there are
    public int journal(Path journal) throws IOException {
        return copyAll(journal, journal(), "segment-*.log");
    }

    /// Copies what stands beside the database: what is known of segments that are gone, and dead letters. The manifest first, so
    /// that it names no segment whose keys are not there.
    public void records(Path ledger) throws IOException {
        Files.createDirectories(directory);
        for (var name : List.of(MANIFEST, DEAD_LETTERS)) {
            if (Files.exists(ledger.resolve(name))) {
                copy(ledger.resolve(name), directory.resolve(name));
            }
        }
        copyAll(ledger.resolve(KEYS), directory.resolve(KEYS), "segment-*.keys");
    }

    /// Puts everything where a ledger has it.
    public void restore(Path ledger, Path journal) throws IOException {
        new CopiedFiles(ledger).records(directory);
        copyAll(journal(), Files.createDirectories(journal), "segment-*.log");
        if (Files.exists(database())) {
            try (var zip = new ZipFile(database().toFile()); var in = zip.getInputStream(zip.getEntry(DATABASE))) {
                Files.copy(in, ledger.resolve(DATABASE));
            }
            force(ledger.resolve(DATABASE));
        }
    }

    /// Forces a file to the disk.
    static void force(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to);
        force(to);
    }

    private static int copyAll(Path from, Path to, String names) throws IOException {
        if (!Files.exists(from)) {
            return 0;
        }
        Files.createDirectories(to);
        int copied = 0;
        try (var files = Files.newDirectoryStream(from, names)) {
            for (var file : files) {
                try {
                    copy(file, to.resolve(file.getFileName()));
                    copied++;
                } catch (NoSuchFileException gone) {
                    // Its rows have expired meanwhile.
                    continue;
                }
            }
        }
        return copied;
    }
}
