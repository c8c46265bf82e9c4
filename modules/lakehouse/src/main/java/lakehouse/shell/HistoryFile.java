package lakehouse.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Where statements are kept for the next session: where the user's programs keep their state, readable for the user alone.
///
/// @param path the file
record HistoryFile(Path path) {

    /// In `XDG_STATE_HOME`, else where that is by default.
    ///
    /// @param home the user's directory where the environment does not tell it
    static HistoryFile of(Map<String, String> environment, Path home) {
        var state = directory(environment, "XDG_STATE_HOME")
                .orElseGet(() -> directory(environment, "HOME").orElse(home).resolve(".local/state"));
        return new HistoryFile(state.resolve("lakehouse/sql_history"));
    }

    /// A relative one counts as none, as its specification has it.
    private static Optional<Path> directory(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(Path::of).filter(Path::isAbsolute);
    }

    /// Makes it where it is not there.
    ///
    /// @param otherwise told why there is none
    Optional<Path> prepared(Consumer<String> otherwise) {
        try {
            Files.createDirectories(path.getParent());
            var mine = PosixFilePermissions.fromString("rw-------");
            if (Files.notExists(path)) {
                Files.createFile(path, PosixFilePermissions.asFileAttribute(mine));
            }
            Files.setPosixFilePermissions(path, mine);
            return Optional.of(path);
        } catch (IOException | UnsupportedOperationException e) {
            otherwise.accept("(no history is kept: " + e + ")");
            return Optional.empty();
        }
    }
}
