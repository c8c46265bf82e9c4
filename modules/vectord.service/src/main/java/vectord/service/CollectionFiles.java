package vectord.service;

import java.io.IOException;
import java.nio.file.Path;
import vectord.service.VectorsException.Code;
import vectord.service.collection.ClosedCollections;

/// The files of collections that nobody has open.
///
/// @param folder the folder of all collections
public record CollectionFiles(Path folder) {

    /// Copies them as they lie there, as [CollectionBackups#copyTo] does those that are open.
    ///
    /// @throws VectorsException `storage` where they cannot be copied
    public CollectionsCopy copyTo(Path target) {
        return copied(new ClosedCollections(folder), target);
    }

    /// Makes collections of a copy, and looks whether each can be opened.
    ///
    /// @throws VectorsException `storage` where there is something in the way or the copy cannot be read; `newer_format` where a
    ///         collection is of a newer version
    public CollectionsCopy restore(Path copy) {
        return copied(new ClosedCollections(copy), folder);
    }

    private static CollectionsCopy copied(ClosedCollections from, Path to) {
        try {
            return from.copyTo(to);
        } catch (IOException e) {
            throw new VectorsException(Code.STORAGE,
                    "the collections in " + from.folder() + " cannot be copied to " + to + ": " + e,
                    e);
        }
    }
}
