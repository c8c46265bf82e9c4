package usage.store.rollup;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import usage.store.h2.Cells;

/// What the rows of one hour or day add up to at one level: a partial for every combination and currency, and the signatures of
/// those calls that several combinations have a part in.
final class RollUp {

    /// What the rows of a partial have in common. Every row has one currency or none, so that no row is in two lines.
    record Line(Combination combination, Optional<String> currency) {}

    private final Map<Line, Partial> partials = new HashMap<>();
    private final Map<Set<Combination>, Long> signatures = new HashMap<>();

    Map<Line, Partial> partials() {
        return partials;
    }

    /// Calls by the combinations, always several, that their sent attempts have.
    Map<Set<Combination>, Long> signatures() {
        return signatures;
    }

    void add(Call call) {
        call.attempts().forEach(attempt -> partial(line(attempt)).add(attempt));
        call.sent(RollUp::line).forEach(line -> partial(line).addRequests(1));
        var sent = call.sent(Attempt::combination);
        if (sent.size() > 1) {
            add(sent, 1);
        } else {
            call.attempts().stream().filter(Attempt::sent).findFirst()
                    .ifPresent(attempt -> partial(line(attempt)).addSoleCalls(1));
        }
    }

    /// Adds a line of another roll-up of the same level.
    void add(Combination combination, Cells cells) throws SQLException {
        var partial = partial(new Line(combination, cells.optionalText("currency")));
        partial.add(cells);
        partial.addRequests(cells.number("requests"));
        partial.addSoleCalls(cells.number("sole_calls"));
    }

    void add(Set<Combination> signature, long calls) {
        signatures.merge(signature, calls, Long::sum);
    }

    private Partial partial(Line line) {
        return partials.computeIfAbsent(line, first -> new Partial());
    }

    private static Line line(Attempt attempt) {
        return new Line(attempt.combination(), attempt.currency());
    }
}
