package usage.store;

import java.nio.file.Path;
import java.time.Duration;

/// A copy of the database: a zip file with one entry.
///
/// @param path where it is
/// @param bytes how long it is
/// @param took how long the making of it took
/// @param completeness what is in it: everything settled by then but what is `spooled`; it may have more
public record Snapshot(Path path, long bytes, Duration took, Completeness completeness) {}
