package vectord.service.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Optional;
import vectord.service.VectorsException;
import vectord.service.json.Json;

/// Problem details (RFC 9457).
///
/// @param type names the kind of problem
/// @param title the same for people
/// @param status the HTTP status
/// @param detail what it is about this time
/// @param code the stable code
/// @param field the request's field that is at fault
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record Problem(String type, String title, int status, String detail, String code, Optional<String> field) {

    private static final String MEDIA_TYPE = "application/problem+json";
    private static final int RETRY_AFTER_SECONDS = 5;

    static Problem of(VectorsException e) {
        var code = e.code().name().toLowerCase(Locale.ROOT);
        return new Problem("urn:lakehouse:problem:" + code.replace('_', '-'), e.code().title(), e.code().status(), e.getMessage(),
                code,
                e.field());
    }

    /// A refusal that came from elsewhere than this module.
    static Problem of(int status, String reason) {
        return new Problem("about:blank", reason, status, reason, "http_" + status, Optional.empty());
    }

    byte[] json() {
        return Json.bytes(this);
    }

    static String mediaType() {
        return MEDIA_TYPE;
    }

    Response response() {
        var response = Response.status(status).type(MEDIA_TYPE).entity(json());
        return status == 503 ? response.header("retry-after", RETRY_AFTER_SECONDS).build() : response.build();
    }
}
