package usage.store.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import usage.store.JournalSettings.Fsync;

/// The yardstick of [Cost]: one thread that appends 600 bytes to a file in two writes, each forced where the mode asks for it.
record PlainFile(Path folder, Fsync fsync, int calls) {

    void report(PrintWriter out) throws IOException {
        var nanos = new long[calls];
        var bytes = ByteBuffer.allocateDirect(300);
        try (var file = FileChannel.open(folder.resolve("plain"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int round = 0; round < 2; round++) {
                for (int call = 0; call < calls; call++) {
                    long start = System.nanoTime();
                    for (int write = 0; write < 2; write++) {
                        file.write(bytes.clear());
                        if (fsync == Fsync.ALWAYS) {
                            file.force(false);
                        }
                    }
                    nanos[call] = System.nanoTime() - start;
                }
            }
        }
        Arrays.sort(nanos);
        out.printf(Locale.ROOT, "%-10s %8s %10.1f %10.1f   (yardstick)%n", fsync.wireName(), "file",
                Callers.percentile(nanos, 50),
                Callers.percentile(nanos, 99));
        out.flush();
    }
}
