package vectord.service;

import java.nio.file.Path;

/// Copies of all collections, made while they are written and searched.
public interface CollectionBackups {

    /// Copies every collection, each as it is at one moment after this was called, into an empty directory; everything is on the
    /// disk when this returns. [CollectionFiles#restore] makes collections of it. One that could not be opened is copied as its
    /// files lie there, and one that is deleted meanwhile is left out.
    ///
    /// @throws VectorsException `storage` where the disk fails or has no room
    CollectionsCopy copyTo(Path directory);
}
