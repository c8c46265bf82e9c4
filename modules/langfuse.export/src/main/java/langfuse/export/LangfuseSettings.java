package langfuse.export;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/// Where Langfuse is, and as whom it is told.
///
/// @param traces where spans are posted to: `langfuse.url` and the path of the protocol
/// @param authorization the header made of `langfuse.public-key` and `langfuse.secret-key`
/// @param environment `langfuse.environment`
/// @param release `langfuse.release`
/// @param text whether it is told what was said
public record LangfuseSettings(URI traces, String authorization, Optional<String> environment, Optional<String> release,
        TextSettings text) {

    private static final String PATH = "/api/public/otel/v1/traces";
    private static final String URL = "langfuse.url";
    private static final List<String> KEYS = List.of("langfuse.public-key", "langfuse.secret-key");
    private static final String ENVIRONMENT = "langfuse.environment";
    private static final String RELEASE = "langfuse.release";
    private static final Pattern ENVIRONMENT_NAME = Pattern.compile("(?!langfuse)[a-z0-9_-]{1,40}");
    private static final int LONGEST_RELEASE = 200;

    /// Reads them; empty where `langfuse.url` is.
    ///
    /// @throws LangfuseException where something else is missing or wrong
    public static Optional<LangfuseSettings> read(Config config) {
        return text(config, URL).map(url -> new LangfuseSettings(address(url), "Basic " + credentials(config),
                checked(config, ENVIRONMENT, name -> ENVIRONMENT_NAME.matcher(name).matches(),
                        "at most 40 of a-z, 0-9, - and _, not beginning with langfuse"),
                checked(config, RELEASE, name -> name.length() <= LONGEST_RELEASE,
                        "at most " + LONGEST_RELEASE + " characters"),
                TextSettings.read(config)));
    }

    /// Where it is asked which project the keys are of.
    public URI projects() {
        return traces.resolve("../../projects");
    }

    /// Does not tell the keys.
    @Override
    public String toString() {
        return "LangfuseSettings[traces=" + traces + "]";
    }

    private static String credentials(Config config) {
        var missing = KEYS.stream().filter(key -> text(config, key).isEmpty()).toList();
        if (!missing.isEmpty()) {
            throw new LangfuseException(URL + " is set, but not " + String.join(" and ", missing));
        }
        var user = text(config, KEYS.getFirst()).orElseThrow();
        if (user.contains(":")) {
            throw new LangfuseException(KEYS.getFirst() + " has a colon in it, which no public key has");
        }
        return Base64.getEncoder().encodeToString(
                (user + ":" + text(config, KEYS.getLast()).orElseThrow()).getBytes(StandardCharsets.UTF_8));
    }

    /// The message leaves out what was configured: there may be a password in it.
    private static URI address(String url) {
        try {
            var address = URI.create(url.replaceFirst("/+$", ""));
            boolean http = "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
            if (http && address.getHost() != null && address.getRawUserInfo() == null && address.getRawQuery() == null
                    && address.getRawFragment() == null) {
                return URI.create(address + PATH);
            }
        } catch (IllegalArgumentException e) {
            // Told below, without its text.
        }
        throw new LangfuseException(URL + " is no address like https://cloud.langfuse.com, without user, query and fragment");
    }

    private static Optional<String> checked(Config config, String key, Predicate<String> fits, String rule) {
        var value = text(config, key);
        value.filter(fits.negate()).ifPresent(wrong -> {
            throw new LangfuseException(key + " cannot be '" + wrong + "': " + rule);
        });
        return value;
    }

    private static Optional<String> text(Config config, String key) {
        return config.getOptionalValue(key, String.class).map(String::strip).filter(value -> !value.isEmpty());
    }
}
