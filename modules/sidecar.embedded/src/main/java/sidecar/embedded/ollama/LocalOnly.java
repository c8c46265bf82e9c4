package sidecar.embedded.ollama;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.List;
import java.util.regex.Pattern;
import sidecar.embedded.SidecarException;
import sidecar.embedded.SidecarException.Code;

/// Lets in only who names this machine: `Host`, and `Origin` where there is one, must be loopback, so that a web page
/// in a local browser cannot drive the server.
final class LocalOnly implements Filter {

    private static final Pattern LOOPBACK = Pattern
            .compile("(?i)(?:https?://)?(?:localhost|127(?:\\.\\d{1,3}){3}|\\[::1\\])(?::\\d+)?");

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        for (var name : List.of(HeaderNames.HOST, HeaderNames.ORIGIN)) {
            var header = request.headers().first(name);
            if (header.isPresent() && !LOOPBACK.matcher(header.get()).matches()) {
                throw new SidecarException(Code.FORBIDDEN, name.defaultCase() + " must name this machine");
            }
        }
        chain.proceed();
    }
}
