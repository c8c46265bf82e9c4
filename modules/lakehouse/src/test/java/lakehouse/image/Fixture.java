package lakehouse.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import usage.store.LedgerCopy;

/// A data directory that some version has left behind, as a zip, and what a later one must find in it, as JSON beside it. Named
/// by the formats of its parts.
///
/// @param zip the file
record Fixture(Path zip) {

    private static final Path FOLDER = Path.of(System.getProperty("basedir", "")).toAbsolutePath()
            .resolve("src/test/resources/formats");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> LEFT_OUT = List.of("sidecar", "lakehouse.lock", "write.lock");

    /// That of the formats that are written now.
    static Fixture ofToday() {
        // The formats of the directory and of collections are not seen from here; they are in the data.
        return new Fixture(FOLDER.resolve("data-1.journal-" + LedgerCopy.JOURNAL_FORMAT + ".schema-" + LedgerCopy.SCHEMA
                + ".collections-1.zip"));
    }

    static List<Fixture> all() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".zip")).sorted().map(Fixture::new).toList();
        }
    }

    /// What must be found: `rows`, `in_flight` and `documents`.
    JsonNode expected() throws IOException {
        return JSON.readTree(Files.readAllBytes(json()));
    }

    void write(Path data, JsonNode expected) throws IOException {
        Files.createDirectories(FOLDER);
        try (var out = new ZipOutputStream(Files.newOutputStream(zip)); Stream<Path> files = Files.walk(data)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                var path = data.relativize(file);
                if (LEFT_OUT.stream().noneMatch(name -> path.startsWith(name) || path.endsWith(name))) {
                    out.putNextEntry(new ZipEntry(path.toString()));
                    Files.copy(file, out);
                }
            }
        }
        Files.writeString(json(), expected.toPrettyString() + "\n");
    }

    /// A copy to be opened.
    void unpack(Path data) throws IOException {
        try (var in = new ZipFile(zip.toFile())) {
            in.stream().forEach(entry -> {
                var file = data.resolve(entry.getName());
                try {
                    Files.createDirectories(file.getParent());
                    Files.copy(in.getInputStream(entry), file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private Path json() {
        return zip.resolveSibling(zip.getFileName().toString().replaceFirst("zip$", "json"));
    }

    @Override
    public String toString() {
        return zip.getFileName().toString();
    }
}
