package lakehouse.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import lakehouse.image.Launched;
import org.junit.jupiter.api.Assumptions;

/// The packages of `src/test/node` at the versions of its lock, installed below `target`. Tests that need them are skipped with
/// the reason where there is no Node, or the packages cannot be had.
final class NodePackages {

    private static final Path SCRIPTS = Launched.IMAGE.resolveSibling("../src/test/node").normalize();
    private static final Path PLACE = Launched.IMAGE.resolveSibling("node");
    private static final String LOCK = "package-lock.json";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /// Why they are not there; null until that was tried, which is done once: npm is patient.
    private static Optional<String> missing;

    private NodePackages() {}

    /// Skips the test, with the reason, where they are not there and cannot be had.
    static synchronized void assumeInstalled() throws IOException, InterruptedException {
        if (missing == null) {
            missing = install();
        }
        missing.ifPresent(Assumptions::abort);
    }

    private static Optional<String> install() throws IOException, InterruptedException {
        Files.createDirectories(PLACE);
        try (var files = Files.list(SCRIPTS)) {
            for (var file : files.filter(each -> !each.endsWith(LOCK)).toList()) {
                Files.copy(file, PLACE.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        var version = run(Map.of(), PATIENCE, "node", "--version");
        if (version.exit() != 0) {
            return Optional.of("there is no Node: " + version.lines());
        }
        var installed = PLACE.resolve(LOCK);
        if (Files.exists(installed) && Files.mismatch(SCRIPTS.resolve(LOCK), installed) == -1) {
            return Optional.empty();
        }
        // The lock comes under its name when all is there: what was broken off is begun anew.
        Files.deleteIfExists(installed);
        Files.copy(SCRIPTS.resolve(LOCK), PLACE.resolve("npm-shrinkwrap.json"), StandardCopyOption.REPLACE_EXISTING);
        var npm = run(Map.of(), PATIENCE, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        if (npm.exit() != 0) {
            return Optional.of("the packages cannot be had: " + npm.lines());
        }
        Files.copy(SCRIPTS.resolve(LOCK), installed);
        return Optional.empty();
    }

    /// Runs one of the scripts to its end.
    ///
    /// @return what it printed, line by line
    static List<String> run(String script, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("node", script));
        words.addAll(List.of(arguments));
        var node = run(environment, Front.PATIENCE.multipliedBy(3), words.toArray(String[]::new));
        if (node.exit() != 0) {
            throw new AssertionError(script + " ended with " + node.exit() + ": " + node.lines());
        }
        return node.lines();
    }

    private static Ended run(Map<String, String> environment, Duration patience, String... words)
            throws IOException, InterruptedException {
        var output = Files.createTempFile(PLACE, words[0], ".txt");
        var builder = new ProcessBuilder(words).directory(PLACE.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Ended(-1, List.of(e.getMessage()));
        }
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
            return new Ended(-1, List.of("not over after " + patience, Files.readString(output)));
        }
        return new Ended(process.exitValue(), Files.readAllLines(output));
    }

    private record Ended(int exit, List<String> lines) {}
}
