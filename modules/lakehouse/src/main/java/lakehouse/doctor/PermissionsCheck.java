package lakehouse.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import lakehouse.configuration.Configuration;

/// What only the service should see, only the service sees: the data, and the files of the credentials.
final class PermissionsCheck implements Check {

    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);

    private final Map<String, String> environment;

    PermissionsCheck(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Stream<Finding> look(Configuration configuration) {
        return Stream.concat(Stream.of(data(Path.of(configuration.value("data.dir")).toAbsolutePath().normalize())),
                Optional.ofNullable(environment.get("CREDENTIALS_DIRECTORY")).filter(text -> !text.isEmpty())
                        .map(directory -> credentials(Path.of(directory))).stream());
    }

    private static Finding data(Path directory) {
        var check = "data directory";
        if (!Files.exists(directory)) {
            return Finding.warn(check, directory + " does not exist yet: the first start makes it.");
        }
        var user = System.getProperty("user.name");
        if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
            return Finding.fail(check, directory + " is no directory that " + user + " can write.");
        }
        return open(directory)
                .map(mode -> Finding.warn(check,
                        directory + " is open to every user of this machine (" + mode + "): chmod o= it."))
                .orElseGet(() -> Finding.ok(check, directory + " can be written by " + user + " and is closed to others."));
    }

    private static Finding credentials(Path directory) {
        var check = "credentials";
        try (var files = Files.list(directory)) {
            var open = files.filter(Files::isRegularFile).flatMap(file -> open(file)
                    .map(mode -> file.getFileName() + " (" + mode + ")").stream()).sorted().toList();
            return open.isEmpty()
                    ? Finding.ok(check, "The files in " + directory + " are closed to others.")
                    : Finding.fail(check,
                            "Every user of this machine may see in " + directory + ": " + String.join(", ", open) + ".");
        } catch (IOException e) {
            return Finding.fail(check, directory + " cannot be listed (" + e + ").");
        }
    }

    /// The mode of a file, where it lets others in.
    private static Optional<String> open(Path file) {
        try {
            return Optional.of(Files.getPosixFilePermissions(file)).filter(mode -> mode.stream().anyMatch(OTHERS::contains))
                    .map(PosixFilePermissions::toString);
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.of("its mode cannot be read");
        }
    }
}
