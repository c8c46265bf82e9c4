package vectord.service.collection;

import ai.client.ModelRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import vectord.service.Chunking;
import vectord.service.CollectionName;
import vectord.service.CollectionsCopy;
import vectord.service.Pin;
import vectord.service.Settings;
import vectord.service.VectorsException;
import vectord.service.disk.AtomicFile;
import vectord.service.json.Json;

/// What a collection is: its name, what it was created with, and the embedding it is pinned to since its first one. Lies
/// in the file `collection.json`.
final class Identity {

    private static final int OLDEST = 1;

    private final Path path;
    private final CollectionName name;
    private final Settings settings;
    private final Instant createdAt;
    private volatile Optional<Pin> pin;

    private Identity(Path path, CollectionName name, Stored stored) {
        this.path = path;
        this.name = name;
        this.settings = new Settings(new ModelRef(stored.provider, stored.model), new Chunking(stored.words, stored.overlap));
        this.createdAt = Instant.parse(stored.createdAt);
        this.pin = stored.pin;
    }

    static boolean exists(Path folder) {
        return Files.exists(file(folder));
    }

    static Identity create(Path folder, CollectionName name, Settings settings, Instant now) throws IOException {
        var stored = new Stored(CollectionsCopy.FORMAT, settings.embedding().provider(), settings.embedding().model(),
                settings.chunking().words(),
                settings.chunking().overlap(), now.toString(), Optional.empty());
        AtomicFile.write(file(folder), Json.bytes(stored));
        return new Identity(file(folder), name, stored);
    }

    /// @throws VectorsException `newer_format`
    static Identity open(Path folder, CollectionName name) throws IOException {
        try {
            var content = Files.readAllBytes(file(folder));
            // Before the rest: a newer one may have fields that are not known.
            int format = Json.tree(content).path("format").asInt(OLDEST);
            if (format > CollectionsCopy.FORMAT) {
                throw new VectorsException(VectorsException.Code.NEWER_FORMAT,
                        "the collection in " + folder + " has format " + format
                                + ", of a newer version; this one knows format " + CollectionsCopy.FORMAT);
            }
            return new Identity(file(folder), name, Json.read(content, Stored.class));
        } catch (UncheckedIOException e) {
            throw new IOException(file(folder) + " cannot be read", e);
        }
    }

    private static Path file(Path folder) {
        return folder.resolve("collection.json");
    }

    void copyTo(Path folder) throws IOException {
        AtomicFile.write(file(folder), Files.readAllBytes(path));
    }

    CollectionName name() {
        return name;
    }

    Settings settings() {
        return settings;
    }

    Instant createdAt() {
        return createdAt;
    }

    Optional<Pin> pin() {
        return pin;
    }

    /// Pins the collection where it is not pinned yet; refuses another embedding than the one it is pinned to.
    synchronized void pin(String provider, String model, int dimensions) {
        var answered = new Pin(provider, model, dimensions);
        if (pin.isPresent() && !pin.get().equals(answered)) {
            throw conflict(answered.toString());
        }
        if (pin.isEmpty()) {
            try {
                AtomicFile.write(path,
                        Json.bytes(
                                new Stored(CollectionsCopy.FORMAT, settings.embedding().provider(), settings.embedding().model(),
                                        settings.chunking().words(), settings.chunking().overlap(), createdAt.toString(),
                                        Optional.of(answered))));
            } catch (IOException e) {
                throw new VectorsException(VectorsException.Code.STORAGE,
                        path.getFileName() + " of " + name + " cannot be written", e);
            }
            pin = Optional.of(answered);
        }
    }

    /// Refuses settings that are not those of this collection; what they leave out fits everything.
    void require(Optional<ModelRef> embedding, Optional<Chunking> chunking) {
        embedding.filter(wanted -> !fits(wanted)).ifPresent(wanted -> {
            throw conflict(wanted.provider().orElse("(default provider)") + "/" + wanted.model().orElse("(default model)"));
        });
        chunking.filter(wanted -> !wanted.equals(settings.chunking())).ifPresent(wanted -> {
            throw new VectorsException(VectorsException.Code.SETTINGS_CONFLICT,
                    name + " is cut by " + settings.chunking() + ", not by " + wanted);
        });
    }

    private boolean fits(ModelRef wanted) {
        return wanted.equals(settings.embedding())
                || pin.isPresent() && wanted.provider().map(pin.get().provider()::equals).orElse(true)
                        && wanted.model().map(pin.get().model()::equals).orElse(true);
    }

    private VectorsException conflict(String other) {
        var embedding = settings.embedding();
        var own = pin.map(Pin::toString).orElseGet(() -> embedding.provider().orElse("(default provider)") + "/"
                + embedding.model().orElse("(default model)"));
        return new VectorsException(VectorsException.Code.EMBEDDING_CONFLICT,
                name + " is embedded by " + own + " and cannot take vectors of " + other);
    }

    /// The file's content; without `format` it is of the oldest.
    record Stored(int format, Optional<String> provider, Optional<String> model, int words, int overlap, String createdAt,
            Optional<Pin> pin) {}
}
