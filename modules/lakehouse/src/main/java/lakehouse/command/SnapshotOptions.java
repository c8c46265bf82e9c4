package lakehouse.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;
import lakehouse.snapshot.SnapshotService;
import lakehouse.snapshot.SnapshotSource;
import picocli.CommandLine.Option;

/// Serves a copy of the ledger over JDBC, for programs that ask more than one SELECT at a time.
final class SnapshotOptions {

    private static final int SHORTEST_PASSWORD = 12;

    @Option(names = "--serve-snapshot", required = true, description = {
        "Copy the ledger and serve the copy over JDBC to programs on this machine, read-only, until Ctrl-C or SIGTERM.",
        "It runs in this process, with at most 512 MB of heap; JAVA_OPTS=-Xmx2g gives it more."})
    private boolean wanted;

    @Option(names = "--port", paramLabel = "N", description = "Port of 127.0.0.1 to listen on. Default: 9092. 0 takes a free one.")
    private int port = 9092;

    @Option(names = "--password-file", paramLabel = "FILE", description = "Take the reader's password from this file. Default: make one, and print it.")
    private Optional<Path> passwordFile = Optional.empty();

    int serve(RemoteOptions remote, Optional<String> question, PrintWriter out) {
        if (question.isPresent()) {
            throw new LakehouseException(Code.CONFIGURATION, "--serve-snapshot takes no question: those who connect ask");
        }
        SnapshotService.checkPort(port);
        var password = passwordFile.map(SnapshotOptions::read).orElseGet(SnapshotOptions::random);
        try (var copy = SnapshotService.begin(); var service = remote.service()) {
            var source = SnapshotSource.of(service, remote::dataDirectory);
            var served = copy.serve(source.path(), port, password);
            out.println("url:      " + served.url());
            out.println("user:     " + served.user());
            out.println("password: " + passwordFile.map(file -> "as in " + file).orElse(password));
            out.println("views:    calls, usage_hourly, prices");
            out.println("as of:    " + source.state());
            copy.awaitStop();
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LakehouseException(Code.FAILED, "interrupted", e);
        }
    }

    private static String read(Path file) {
        try {
            var password = Files.readString(file).strip();
            if (password.length() < SHORTEST_PASSWORD || password.lines().count() > 1) {
                throw new LakehouseException(Code.CONFIGURATION,
                        "--password-file: needed is one line of at least " + SHORTEST_PASSWORD + " characters in " + file);
            }
            return password;
        } catch (IOException e) {
            throw new LakehouseException(Code.CONFIGURATION, "--password-file: " + file + " cannot be read (" + e + ")", e);
        }
    }

    private static String random() {
        var bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
