package gateway.v1.door;

import java.util.Set;

/// A key that may come in.
///
/// @param name what rows call it
/// @param secret what its owner sends
/// @param scopes what it may do
public record ApiKey(String name, String secret, Set<Scope> scopes) {

    public ApiKey {
        scopes = Set.copyOf(scopes);
        if (secret.length() < 8) {
            throw new IllegalArgumentException("key '" + name + "' is shorter than 8 characters");
        }
    }

    /// Does not tell the secret.
    @Override
    public String toString() {
        return "ApiKey[" + name + " " + scopes + "]";
    }
}
