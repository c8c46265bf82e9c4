package vectord.service.collection;

/// How far the documents of all collections have come.
///
/// @param collections that are open
/// @param pending writes that are under way
/// @param pendingBytes bytes of all that is not in an index yet
/// @param failed writes that have failed, and are tried again
public record Progress(int collections, int pending, long pendingBytes, int failed) {}
