package lakehouse.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import lakehouse.service.DataDirectory;
import usage.store.LedgerCopy;
import vectord.service.CollectionsCopy;

/// What a backup says of itself, in its file `manifest.json`, which is written last: a directory without it is none.
///
/// @param version of the program that made it
/// @param createdAt when the making of it began
/// @param formats what a program must know to read it, each part with its version
/// @param rows rows of the ledger's table when it began, where they were counted
/// @param segments files of the journal
/// @param collections how many
/// @param files everything in it
record Manifest(String version, Instant createdAt, Map<String, Integer> formats, OptionalLong rows, int segments,
        int collections, List<BackedUpFile> files) {

    static final String FILE = "manifest.json";

    /// What this program knows.
    static final Map<String, Integer> KNOWN = Map.of("backup", 1, "data", DataDirectory.FORMAT, "journal",
            LedgerCopy.JOURNAL_FORMAT, "schema", LedgerCopy.SCHEMA, "collections", CollectionsCopy.FORMAT);

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    Manifest {
        formats = new TreeMap<>(formats);
        files = List.copyOf(files);
    }

    /// Bytes of all files.
    long bytes() {
        return files.stream().mapToLong(BackedUpFile::bytes).sum();
    }

    /// The part of which this program is too old to read it, and that part's version.
    Optional<Map.Entry<String, Integer>> newer() {
        return formats.entrySet().stream().filter(part -> part.getValue() > KNOWN.getOrDefault(part.getKey(), 0)).findFirst();
    }

    byte[] written() throws IOException {
        var json = JsonNodeFactory.instance.objectNode().put("object", "backup").put("version", version).put("created_at",
                createdAt.toString());
        var known = json.putObject("formats");
        formats.forEach(known::put);
        counts(json);
        var list = json.putArray("files");
        files.forEach(file -> list.addObject().put("path", file.path()).put("bytes", file.bytes()).put("sha256", file.sha256()));
        return JSON.writeValueAsBytes(json);
    }

    /// Puts in what there is of everything; what nobody has counted is null.
    void counts(ObjectNode json) {
        if (rows.isPresent()) {
            json.put("rows", rows.getAsLong());
        } else {
            json.putNull("rows");
        }
        json.put("segments", segments).put("collections", collections);
    }

    /// @throws IOException also where it is none
    static Manifest read(Path backup) throws IOException {
        try {
            var json = JSON.readTree(Files.readAllBytes(backup.resolve(FILE)));
            var formats = new TreeMap<String, Integer>();
            json.path("formats").properties().forEach(part -> formats.put(part.getKey(), part.getValue().asInt()));
            var rows = json.path("rows");
            return new Manifest(json.path("version").asText(), Instant.parse(json.path("created_at").asText()), formats,
                    rows.isNumber() ? OptionalLong.of(rows.asLong()) : OptionalLong.empty(), json.path("segments").asInt(),
                    json.path("collections").asInt(),
                    StreamSupport.stream(json.path("files").spliterator(), false).map(Manifest::file).toList());
        } catch (RuntimeException e) {
            throw new IOException(FILE + " is no manifest of a backup", e);
        }
    }

    private static BackedUpFile file(JsonNode file) {
        return new BackedUpFile(file.path("path").asText(), file.path("bytes").asLong(-1), file.path("sha256").asText());
    }
}
