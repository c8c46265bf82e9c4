package gateway.v1.call;

import java.util.Optional;

/// Which model a request names, and by which provider; what is left out, the configuration decides.
///
/// @param provider provider as configured
/// @param model model, alias, or `provider/model`
public record Selection(Optional<String> provider, Optional<String> model) {

    /// Most characters of a name.
    public static final int LONGEST_NAME = 256;

    /// @throws GatewayException `invalid_request` where a name is empty, too long or holds control characters
    public Selection {
        provider.ifPresent(name -> check("provider", name));
        model.ifPresent(name -> check("model", name));
    }

    private static void check(String field, String name) {
        if (name.isBlank()) {
            throw Fault.invalid(field, field + " is empty").asException();
        }
        if (name.length() > LONGEST_NAME) {
            throw Fault.invalid(field, field + " is longer than " + LONGEST_NAME + " characters: " + name.length()).asException();
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw Fault.invalid(field, field + " holds a control character").asException();
        }
    }
}
