package vectord.service;

/// A piece of a document's text, the unit of search.
///
/// @param number its place in the document, from 0
/// @param text its text
public record Chunk(int number, String text) {}
