package vectord.service.collection;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vectord.service.CollectionName;
import vectord.service.Failure;
import vectord.service.Pin;
import vectord.service.Settings;

/// A collection at one moment.
///
/// @param name its name
/// @param settings what it was created with
/// @param pin the embedding it is pinned to, once something was embedded
/// @param createdAt when it was created
/// @param documents documents that are searchable
/// @param chunks their chunks
/// @param pending writes that are under way
/// @param failures writes that have failed, and are tried again
/// @param generation number of the live index
/// @param bytes bytes of its files
public record Status(CollectionName name, Settings settings, Optional<Pin> pin, Instant createdAt, int documents, int chunks,
        int pending, List<Failure> failures, int generation, long bytes) {}
