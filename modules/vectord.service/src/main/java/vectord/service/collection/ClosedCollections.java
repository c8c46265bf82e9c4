package vectord.service.collection;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import vectord.service.CollectionName;
import vectord.service.CollectionsCopy;
import vectord.service.VectorsException;
import vectord.service.disk.Folders;
import vectord.service.disk.WriteAheadLog;
import vectord.service.index.Generations;

/// The folders of collections that nobody has open.
///
/// @param folder where they lie
public record ClosedCollections(Path folder) {

    private static final Logger LOG = System.getLogger(ClosedCollections.class.getName());

    /// Copies all of them, and looks whether each copy can be opened.
    ///
    /// @throws VectorsException `newer_format`
    public CollectionsCopy copyTo(Path target) throws IOException {
        Files.createDirectories(target);
        var unreadable = new ArrayList<String>();
        var folders = folders();
        for (var collection : folders) {
            var name = collection.getFileName().toString();
            var copy = target.resolve(name);
            Folders.copy(collection, copy);
            if (!isReadable(copy, name)) {
                unreadable.add(name);
            }
        }
        return new CollectionsCopy(folders.size(), unreadable);
    }

    /// Those that are collections, by name.
    List<Path> folders() throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (var found = Files.list(folder)) {
            return found.filter(entry -> !entry.getFileName().toString().startsWith(Collections.DELETED))
                    .filter(Identity::exists).sorted().toList();
        }
    }

    private static boolean isReadable(Path copy, String name) {
        try {
            Identity.open(copy, new CollectionName(name));
            WriteAheadLog.check(copy.resolve("log"));
            Generations.check(copy);
            return true;
        } catch (VectorsException e) {
            if (e.code() == VectorsException.Code.NEWER_FORMAT) {
                throw e;
            }
            return unreadable(name, e);
        } catch (IOException | RuntimeException e) {
            return unreadable(name, e);
        }
    }

    private static boolean unreadable(String name, Exception e) {
        LOG.log(Level.WARNING, () -> "collection " + name + " cannot be opened", e);
        return false;
    }
}
