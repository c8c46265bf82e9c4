package vectord.service;

import java.util.List;

/// What was copied of the collections.
///
/// @param collections how many
/// @param unreadable names of those among them that cannot be opened
public record CollectionsCopy(int collections, List<String> unreadable) {

    /// The newest format of a collection that this version reads, and the one that it writes.
    public static final int FORMAT = 1;

    public CollectionsCopy {
        unreadable = List.copyOf(unreadable);
    }
}
