package sidecar.embedded.extract;

import java.time.Duration;

/// An answer made of what was given.
///
/// @param text the answer
/// @param whole false when the limit of tokens cut it
/// @param inputTokens tokens of all messages, system's included
/// @param outputTokens tokens of the answer
/// @param reading time spent on counting the messages
/// @param writing time spent on the answer
public record Extract(String text, boolean whole, int inputTokens, int outputTokens, Duration reading, Duration writing) {}
