package usage.store.rollup;

import java.util.Locale;
import java.util.function.Predicate;
import usage.store.Status;

/// What is counted in rows.
enum Count {
    ATTEMPTS(attempt -> true), FAILED(attempt -> attempt.is(Status.FAILED)), CANCELLED(attempt -> attempt.is(Status.CANCELLED)), //
    LOST(attempt -> attempt.is(Status.LOST)), REFUSED(attempt -> attempt.is(Status.REFUSED)), //
    ESTIMATED(Attempt::estimated), UNPRICED(attempt -> attempt.sent() && attempt.cost().isEmpty());

    private final Predicate<Attempt> counted;

    Count(Predicate<Attempt> counted) {
        this.counted = counted;
    }

    /// The name of the column.
    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean counts(Attempt attempt) {
        return counted.test(attempt);
    }
}
