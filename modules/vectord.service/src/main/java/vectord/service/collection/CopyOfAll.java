package vectord.service.collection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import vectord.service.CollectionsCopy;
import vectord.service.VectorsException;
import vectord.service.VectorsException.Code;
import vectord.service.disk.Folders;

/// Copies all collections while they are written, each as of one moment.
///
/// @param collections what is copied
/// @param folder where they are
/// @param directory where the copies go
record CopyOfAll(Collections collections, Path folder, Path directory) {

    /// @throws VectorsException `storage` where there is no room, or something cannot be read or written
    CollectionsCopy make() {
        try {
            Files.createDirectories(directory);
            requireRoom();
            var present = collections.present();
            int copied = 0;
            for (var collection : present.open()) {
                copied += copy(collection, directory.resolve(collection.name().value())) ? 1 : 0;
            }
            for (var unopened : present.unopened()) {
                Folders.copy(unopened, directory.resolve(unopened.getFileName()));
            }
            return new CollectionsCopy(copied + present.unopened().size(),
                    present.unopened().stream().map(unopened -> unopened.getFileName().toString()).toList());
        } catch (IOException e) {
            throw new VectorsException(Code.STORAGE, "the collections cannot be copied to " + directory + ": " + e, e);
        }
    }

    /// @return false where it was deleted meanwhile
    private boolean copy(Collection collection, Path target) throws IOException {
        try {
            collection.copyTo(target);
            return true;
        } catch (IOException | RuntimeException e) {
            if (collections.has(collection)) {
                throw e;
            }
            Folders.delete(target);
            return false;
        }
    }

    private void requireRoom() throws IOException {
        long room = Files.getFileStore(directory).getUsableSpace();
        long needed = Folders.bytes(folder);
        if (room < needed) {
            throw new VectorsException(Code.STORAGE,
                    "no backup is made: the disk has " + room + " bytes left, and the collections have " + needed);
        }
    }
}
