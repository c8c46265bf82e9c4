package lakehouse.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// A disk on which the database cannot grow any more, made by the operating system's limit on the length of a process's files:
/// every write beyond it fails. Files that are shorter, as those of the journal are, can still be made.
final class FullDisk {

    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

    private final long process;

    private FullDisk(long process) {
        this.process = process;
    }

    static void assumePossible() {
        Assumptions.assumeTrue(Files.isExecutable(PRLIMIT), "the database cannot be kept from growing without " + PRLIMIT);
    }

    /// No file of the process becomes longer than `database` is now, or than `least` bytes.
    static FullDisk of(Launched service, Path database, long least) throws IOException, InterruptedException {
        var disk = new FullDisk(service.pid());
        disk.limit(Long.toString(Math.max(Files.size(database), least)));
        return disk;
    }

    /// There is room again.
    void makeRoom() throws IOException, InterruptedException {
        limit("unlimited");
    }

    /// The soft limit alone: a hard one could not be lifted again.
    private void limit(String bytes) throws IOException, InterruptedException {
        var limiting = new ProcessBuilder(PRLIMIT.toString(), "--pid", Long.toString(process), "--fsize=" + bytes + ":")
                .inheritIO().start();
        assertThat(limiting.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(limiting.exitValue()).as("prlimit").isZero();
    }
}
