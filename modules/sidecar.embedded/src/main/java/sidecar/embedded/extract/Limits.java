package sidecar.embedded.extract;

import java.util.List;
import java.util.OptionalInt;

/// Where an answer ends at the latest.
///
/// @param mostTokens most tokens of it; empty for no limit
/// @param stops texts before the first of which it ends; empty ones do not count
public record Limits(OptionalInt mostTokens, List<String> stops) {

    public Limits {
        stops = stops.stream().filter(stop -> !stop.isEmpty()).toList();
    }
}
