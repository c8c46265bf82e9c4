package usage.store;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// Why an attempt did not end well. Each belongs to the statuses it may stand beside.
public enum ErrorType {
    /// The provider answered 4xx.
    PROVIDER_4XX(Status.FAILED),
    /// The provider answered 5xx, or a status that is no answer to a model call.
    PROVIDER_5XX(Status.FAILED),
    /// The answer could not be read as the provider's protocol.
    BAD_RESPONSE(Status.FAILED),
    /// The provider hung up before its answer was complete.
    CUT(Status.FAILED),
    /// No connection could be made: refused, unreachable, unknown host. Nothing was sent.
    CONNECT(Status.FAILED),
    /// No connection within the connect timeout. Nothing was sent.
    TIMEOUT_CONNECT(Status.FAILED),
    /// No answer began in time.
    TIMEOUT_FIRST_BYTE(Status.FAILED),
    /// The answer stalled for too long.
    TIMEOUT_IDLE(Status.FAILED),
    /// The whole call took too long.
    TIMEOUT_TOTAL(Status.FAILED),
    /// Our own shutdown ended it.
    SHUTDOWN(Status.FAILED),
    /// A fault of our own.
    INTERNAL(Status.FAILED, Status.REFUSED),
    /// The client hung up; nothing was sent where that was before the connection stood.
    CLIENT_GONE(Status.CANCELLED),
    /// The process died while it was in flight.
    CRASH(Status.LOST),
    /// The request is malformed or asks for what it may not.
    INVALID_REQUEST(Status.REFUSED),
    /// The request's body is over the limit.
    BODY_TOO_LARGE(Status.REFUSED),
    /// No configured provider has that name.
    UNKNOWN_PROVIDER(Status.REFUSED),
    /// No model has that name, or none can do what was asked.
    UNKNOWN_MODEL(Status.REFUSED),
    /// The provider could not be asked which model it has for a request that names none.
    PROVIDER_UNAVAILABLE(Status.REFUSED),
    /// The caller's key lacks the scope.
    FORBIDDEN(Status.REFUSED),
    /// The request asks for what the target's protocol cannot say.
    UNSUPPORTED(Status.REFUSED),
    /// The target's circuit breaker is open.
    BREAKER_OPEN(Status.REFUSED),
    /// A limit on rate or concurrency was reached.
    LIMIT(Status.REFUSED);

    private final Set<Status> statuses;

    ErrorType(Status first, Status... more) {
        statuses = EnumSet.of(first, more);
    }

    /// The name as it stands in rows, answers and attributes.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether a row of this error may have `status`.
    public boolean goesWith(Status status) {
        return statuses.contains(status);
    }

    /// Whether an attempt that ended so never sent a byte to a provider.
    public boolean isBeforeSending() {
        return this == CONNECT || this == TIMEOUT_CONNECT || statuses.contains(Status.REFUSED) && this != INTERNAL;
    }
}
