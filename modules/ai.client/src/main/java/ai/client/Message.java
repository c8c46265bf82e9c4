package ai.client;

/// One message of a conversation.
///
/// @param role `system`, `user` or `assistant`
/// @param content its text
public record Message(String role, String content) {

    /// What the user says.
    public static Message user(String content) {
        return new Message("user", content);
    }

    /// What the model is told beforehand.
    public static Message system(String content) {
        return new Message("system", content);
    }
}
