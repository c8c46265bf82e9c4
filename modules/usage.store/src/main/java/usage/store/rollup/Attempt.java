package usage.store.rollup;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import usage.store.Status;
import usage.store.UsageSource;
import usage.store.h2.Cells;
import usage.store.h2.Comparison;

/// A row, as far as it is summed up.
///
/// @param combination what it has in the dimensions asked for
/// @param sent whether a byte went to a provider
/// @param status how it ended
/// @param estimated whether its counts are partly ours
/// @param tokens its counts, in the order of [Partial#TOKENS]
/// @param latencyMillis from acceptance to the end; of a further attempt, from when it was sent
/// @param timeToFirstTokenMillis from acceptance to the first piece of answer
/// @param cost what it cost
/// @param currency of the cost
record Attempt(Combination combination, boolean sent, Status status, boolean estimated, List<OptionalLong> tokens,
        long latencyMillis, OptionalLong timeToFirstTokenMillis, Optional<BigDecimal> cost, Optional<String> currency) {

    /// The columns that [#read] wants, besides those of the dimensions.
    static final String COLUMNS = "status, usage_source, sent_at IS NOT NULL AS sent, cost, currency, "
            + String.join(", ", Partial.TOKENS) + ", " + Comparison.LATENCY + " AS latency_ms, "
            + Comparison.TIME_TO_FIRST_TOKEN + " AS time_to_first_token_ms";

    static Attempt read(Cells cells, Dimensions dimensions) throws SQLException {
        var tokens = new ArrayList<OptionalLong>(Partial.TOKENS.size());
        for (var column : Partial.TOKENS) {
            tokens.add(cells.optionalNumber(column));
        }
        return new Attempt(dimensions.read(cells), cells.flag("sent"), cells.constant(Status.class, "status"),
                cells.constant(UsageSource.class, "usage_source") == UsageSource.ESTIMATED, tokens,
                cells.number("latency_ms"), cells.optionalNumber("time_to_first_token_ms"), cells.optionalAmount("cost"),
                cells.optionalText("currency"));
    }

    boolean is(Status other) {
        return status == other;
    }

    /// The same with what it, known by `others`, has in `dimensions`.
    Attempt by(Dimensions dimensions, Dimensions others) {
        return new Attempt(dimensions.of(combination, others), sent, status, estimated, tokens, latencyMillis,
                timeToFirstTokenMillis, cost, currency);
    }
}
