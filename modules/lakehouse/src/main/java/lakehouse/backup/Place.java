package lakehouse.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;
import org.eclipse.microprofile.config.Config;

/// Where backups are made.
///
/// @param directory `backup.dir`
/// @param data `data.dir`, in whose parts none may lie
record Place(Path directory, Path data) {

    /// How the name of a backup ends while it is made.
    static final String UNFINISHED = ".unfinished";

    private static final List<String> PARTS = List.of("usage", "vectors", "sidecar");
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'lakehouse-'uuuuMMdd'T'HHmmss.SSS'Z'")
            .withZone(ZoneOffset.UTC);

    static Place of(Config config, Path data) {
        var whole = data.toAbsolutePath().normalize();
        return new Place(config.getOptionalValue("backup.dir", String.class).filter(text -> !text.isBlank())
                .map(text -> Path.of(text).toAbsolutePath().normalize()).orElse(whole.resolve("backups")), whole);
    }

    /// Where a backup goes that somebody asked the service for: below the directory, whatever was asked.
    ///
    /// @param to a directory that is there, in which it gets a name by its moment, or else the backup's own name
    /// @throws LakehouseException `CONFIGURATION`
    Path within(Optional<String> to, Instant moment) throws IOException {
        var target = anywhere(to, moment);
        Files.createDirectories(directory);
        if (!target.startsWith(directory) || !existing(target.getParent()).startsWith(directory.toRealPath())) {
            throw refusal(target + " does not lie below backup.dir, which is " + directory);
        }
        return target;
    }

    /// Where a backup goes that somebody makes who may write what he likes.
    ///
    /// @param to as in [#within]; relative: below the directory
    /// @throws LakehouseException `CONFIGURATION`
    Path anywhere(Optional<String> to, Instant moment) {
        var asked = to.map(this::resolved).orElse(directory);
        boolean isDirectory = asked.equals(directory) || Files.isDirectory(asked) && !Files.exists(asked.resolve(Manifest.FILE));
        var target = isDirectory ? asked.resolve(NAME.format(moment)) : asked;
        if (Files.exists(target)) {
            throw refusal(target + " is there already");
        }
        if (target.toString().endsWith(UNFINISHED)) {
            throw refusal("the name of a backup does not end in " + UNFINISHED);
        }
        if (PARTS.stream().map(data::resolve).anyMatch(target::startsWith)) {
            throw refusal(target + " lies among the data of the service");
        }
        return target;
    }

    private Path resolved(String to) {
        try {
            return directory.resolve(to).normalize();
        } catch (InvalidPathException e) {
            throw refusal("it is no path");
        }
    }

    /// What links lead to, as far as it exists.
    private static Path existing(Path path) throws IOException {
        var found = path;
        while (!Files.exists(found)) {
            found = found.getParent();
        }
        return found.toRealPath();
    }

    private static LakehouseException refusal(String reason) {
        return new LakehouseException(Code.CONFIGURATION, "to: " + reason);
    }
}
