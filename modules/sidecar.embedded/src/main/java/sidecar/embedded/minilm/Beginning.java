package sidecar.embedded.minilm;

/// The beginning of a text, cut at a token's end.
///
/// @param text the beginning
/// @param tokens its tokens
/// @param whole whether it is all of the text
public record Beginning(String text, int tokens, boolean whole) {}
