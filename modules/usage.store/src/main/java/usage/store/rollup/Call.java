package usage.store.rollup;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The rows of one call, all accepted at the same moment.
record Call(Instant acceptedAt, List<Attempt> attempts) {

    /// What the sent attempts are to `property`; the call counts once for each.
    <T> Set<T> sent(Function<Attempt, T> property) {
        return attempts.stream().filter(Attempt::sent).map(property).collect(Collectors.toSet());
    }

    /// The same with what the attempts, known by `others`, have in `dimensions`.
    Call by(Dimensions dimensions, Dimensions others) {
        return dimensions.equals(others)
                ? this
                : new Call(acceptedAt, attempts.stream().map(attempt -> attempt.by(dimensions, others)).toList());
    }
}
