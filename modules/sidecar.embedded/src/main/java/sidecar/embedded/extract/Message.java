package sidecar.embedded.extract;

/// One message of a conversation.
///
/// @param role who says it
/// @param content its text
public record Message(Role role, String content) {

    /// Who says something.
    public enum Role {
        /// Instructions to the model; never a source to extract from.
        SYSTEM,
        /// Whoever asks.
        USER,
        /// The model's earlier answers; never a source to extract from.
        ASSISTANT,
        /// What a tool found.
        TOOL
    }
}
