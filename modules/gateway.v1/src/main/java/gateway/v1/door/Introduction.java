package gateway.v1.door;

import ai.client.CallContext;
import ai.client.Originator;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import usage.store.Intent;

/// How a request names its caller and its originator, and how much of that is believed.
///
/// Anybody may say who it is, except that names beginning with `vectord` and an originator are believed of our own
/// components alone. A name whose percent-escapes are broken is taken as it stands.
final class Introduction {

    private static final HeaderName CALLER = HeaderNames.create("x-lakehouse-caller");
    private static final HeaderName ON_BEHALF_OF = HeaderNames.create("x-lakehouse-on-behalf-of");
    private static final HeaderName USER = HeaderNames.create("x-lakehouse-user");
    private static final HeaderName SESSION = HeaderNames.create("x-lakehouse-session");
    private static final HeaderName TAGS = HeaderNames.create("x-lakehouse-tags");
    private static final int MOST_TAGS = 16;

    private Introduction() {}

    static Intent.Who of(Visitor visitor, ServerRequestHeaders headers) {
        var originator = visitor.internal()
                ? text(headers, ON_BEHALF_OF, false).flatMap(Introduction::originator).orElse(Originator.NONE)
                : new Originator(visitor.keyName(), text(headers, USER, true));
        return new Intent.Who(caller(visitor, headers), originator.apiKeyId(), originator.endUser(), text(headers, SESSION, true),
                tags(headers));
    }

    /// The same for whoever serves the request and makes calls of its own.
    static CallContext context(Intent.Who who, String traceparent) {
        return new CallContext(who.caller(), new Originator(who.apiKeyId(), who.endUser()), who.sessionId(), who.tags(),
                Optional.of(traceparent));
    }

    private static String caller(Visitor visitor, ServerRequestHeaders headers) {
        return text(headers, CALLER, true).filter(name -> visitor.internal() || !isReserved(name)).or(visitor::keyName)
                .or(() -> text(headers, HeaderNames.USER_AGENT, false).filter(agent -> !isReserved(agent)))
                .orElse("unknown");
    }

    private static List<String> tags(ServerRequestHeaders headers) {
        return headers.first(TAGS).map(value -> Arrays.stream(value.split(",")).map(String::strip).map(Introduction::decoded)
                .flatMap(Optional::stream).filter(tag -> !tag.isBlank()).limit(MOST_TAGS).toList()).orElse(List.of());
    }

    private static Optional<String> text(ServerRequestHeaders headers, HeaderName name, boolean encoded) {
        var value = headers.first(name).map(String::strip).filter(text -> !text.isEmpty());
        return encoded ? value.flatMap(Introduction::decoded).map(String::strip).filter(text -> !text.isEmpty()) : value;
    }

    /// Whether a reader of the ledger might take the name for one of our own, whatever its spelling.
    private static boolean isReserved(String name) {
        return name.codePoints().filter(Character::isLetterOrDigit).mapToObj(Character::toString).collect(Collectors.joining())
                .toLowerCase(Locale.ROOT).startsWith("vectord");
    }

    private static Optional<String> decoded(String value) {
        try {
            // A plus sign is itself here: this is no form.
            return Optional.of(URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.of(value);
        }
    }

    private static Optional<Originator> originator(String value) {
        try {
            return Optional.of(Originator.parse(value));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
