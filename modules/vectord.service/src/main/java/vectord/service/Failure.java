package vectord.service;

/// A document that is not searchable because its embedding keeps failing; it is tried again until it works.
///
/// @param id the document's id
/// @param reason what went wrong last
/// @param attempts how often it was tried
public record Failure(String id, String reason, int attempts) {}
