package gateway.v1.door;

import gateway.v1.call.Fault;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import usage.store.ErrorType;

/// Where a request's body may be packed.
final class PackedBodies {

    private static final String NOT_PACKED = "identity";
    private static final int LONGEST = 40;

    private PackedBodies() {}

    /// Why a request is not taken as it is packed; empty: it is.
    ///
    /// @param scope what it needs. Where models are called, bodies are read up to a limit and no further: a little of gzip unpacks
    ///        to very much
    static Optional<Fault> objection(ServerRequestHeaders headers, Optional<Scope> scope) {
        boolean gzip = scope.filter(Scope.CALL::equals).isPresent();
        return headers.first(HeaderNames.CONTENT_ENCODING).map(coding -> coding.strip().toLowerCase(Locale.ROOT))
                .filter(coding -> !coding.isEmpty() && !coding.equals(NOT_PACKED) && !(gzip && GzipCoding.NAMES.contains(coding)))
                .map(coding -> {
                    var taken = gzip ? "gzip" : NOT_PACKED;
                    var named = coding.substring(0, Math.min(coding.length(), LONGEST));
                    return new Fault(ErrorType.UNSUPPORTED, 415,
                            "a body with content-encoding " + named + " is not taken here, only " + taken,
                            Optional.of("content-encoding"), Map.of("accept-encoding", taken), 415);
                });
    }
}
