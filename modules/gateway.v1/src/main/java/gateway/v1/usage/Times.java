package gateway.v1.usage;

import gateway.v1.call.Fault;
import gateway.v1.protocol.Body;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// Moments in bodies: whole seconds since 1970.
final class Times {

    private Times() {}

    static Optional<Instant> of(Body body, String name) {
        var seconds = body.whole(name);
        try {
            return seconds.isPresent() ? Optional.of(Instant.ofEpochSecond(seconds.getAsLong())) : Optional.empty();
        } catch (DateTimeException e) {
            throw Fault.invalid(name, name + " is not a time: " + seconds.getAsLong()).asException();
        }
    }
}
