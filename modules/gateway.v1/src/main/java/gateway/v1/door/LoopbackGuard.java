package gateway.v1.door;

import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/// While no keys are configured everything on this machine may call, and so might a web page in a browser on it. A page
/// can neither forge `Host` nor hide its `Origin`: both must name loopback.
final class LoopbackGuard {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]|::1",
            Pattern.CASE_INSENSITIVE);

    private LoopbackGuard() {}

    /// What speaks against letting these headers in.
    static Optional<String> objection(ServerRequestHeaders headers) {
        var host = headers.first(HeaderNames.HOST).orElse("").replaceFirst(":\\d+$", "");
        if (!LOOPBACK.matcher(host).matches()) {
            return Optional.of("without API keys configured, Host must name loopback");
        }
        return headers.first(HeaderNames.ORIGIN).filter(origin -> !isLoopback(origin))
                .map(origin -> "without API keys configured, a foreign Origin is refused");
    }

    private static boolean isLoopback(String origin) {
        try {
            var host = URI.create(origin).getHost();
            return host != null && LOOPBACK.matcher(host).matches();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
