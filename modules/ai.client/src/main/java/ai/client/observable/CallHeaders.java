package ai.client.observable;

import ai.client.CallContext;
import ai.client.Originator;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.client.ClientRequestFilter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// A call's context as headers; those that are `null` are left out, which the REST client must be told.
public final class CallHeaders {

    /// Takes the headers without a value out of a request.
    static final ClientRequestFilter ONLY_WITH_VALUE = request -> request.getHeaders().values()
            .removeIf(values -> values.stream().allMatch(Objects::isNull));

    @HeaderParam("authorization")
    public final String authorization;

    @HeaderParam("x-lakehouse-caller")
    public final String caller;

    @HeaderParam("x-lakehouse-on-behalf-of")
    public final String onBehalfOf;

    @HeaderParam("x-lakehouse-session")
    public final String session;

    @HeaderParam("x-lakehouse-tags")
    public final String tags;

    @HeaderParam("traceparent")
    public final String traceparent;

    CallHeaders(CallContext context, Optional<String> key) {
        authorization = key.map(value -> "Bearer " + value).orElse(null);
        caller = encode(context.caller());
        onBehalfOf = context.originator().equals(Originator.NONE) ? null : context.originator().header();
        session = context.sessionId().map(CallHeaders::encode).orElse(null);
        tags = context.tags().isEmpty()
                ? null
                : context.tags().stream().map(CallHeaders::encode).collect(Collectors.joining(","));
        traceparent = context.traceparent().orElse(null);
    }

    /// Percent-encodes what a header cannot carry as it is, and the comma and the percent sign, which have a meaning.
    private static String encode(String text) {
        return text.codePoints().mapToObj(point -> point > ' ' && point < 0x7f && point != ',' && point != '%'
                ? Character.toString(point)
                : URLEncoder.encode(Character.toString(point), StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining());
    }
}
