package lakehouse.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// A file of a backup.
///
/// @param path where it lies, below the backup, with `/` between names
/// @param bytes how long it is
/// @param sha256 checksum of its bytes, in hexadecimal
record BackedUpFile(String path, long bytes, String sha256) {

    BackedUpFile {
        var parsed = Path.of(path);
        if (path.isEmpty() || parsed.isAbsolute() || !parsed.normalize().equals(parsed) || parsed.startsWith("..")) {
            throw new IllegalArgumentException("no path below a backup: '" + path + "'");
        }
    }

    /// Describes a file as it is.
    static BackedUpFile of(Path backup, Path file) throws IOException {
        var digest = digest();
        try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            Files.copy(file, out);
        }
        return new BackedUpFile(backup.relativize(file).toString().replace('\\', '/'), Files.size(file),
                HexFormat.of().formatHex(digest.digest()));
    }

    /// What is wrong with the file in a backup; empty: nothing.
    Optional<String> problem(Path backup) throws IOException {
        var file = backup.resolve(path);
        if (!Files.isRegularFile(file)) {
            return Optional.of(path + " is missing");
        }
        if (Files.size(file) != bytes) {
            return Optional.of(path + " has " + Files.size(file) + " bytes instead of " + bytes);
        }
        return of(backup, file).sha256.equals(sha256)
                ? Optional.empty()
                : Optional.of(path + " is damaged: its bytes do not have the checksum of the manifest");
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }
}
