package gateway.v1.bench;

import java.time.Duration;
import java.util.function.BiFunction;

/// A way of calling subjects.
///
/// @param name as the table has it
/// @param on measures a subject for as long
public record NamedLoad(String name, BiFunction<Load, Duration, Run> on) {

    /// As many callers, each with a call after the other.
    public static NamedLoad callers(int callers) {
        return new NamedLoad(callers + (callers == 1 ? " caller" : " callers"),
                (load, duration) -> load.closed(callers, duration));
    }

    /// Calls at a fixed rate.
    public static NamedLoad rate(int perSecond) {
        return new NamedLoad(perSecond + " requests/s", (load, duration) -> load.open(perSecond, duration));
    }
}
