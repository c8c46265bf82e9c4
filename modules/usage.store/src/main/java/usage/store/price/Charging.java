package usage.store.price;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import usage.store.Price;
import usage.store.Tokens;

/// The arithmetic of a price. Exact: nothing is rounded.
///
/// A part (cached, cache write, reasoning) is charged at its own price and taken out of its whole; a part that nobody
/// counted stays in the whole and is charged as such. A whole whose price is not zero must be known.
final class Charging {

    private static final int MILLION = 6;

    private Charging() {}

    /// The amount in whole units of the currency; empty where a count that the price needs is unknown.
    static Optional<BigDecimal> of(Price price, Tokens tokens) {
        var output = price.output().orElse(BigDecimal.ZERO);
        var terms = List.of(term(without(tokens.input(), tokens.cachedInput(), tokens.cacheWrite()), price.input()),
                term(part(tokens.cachedInput()), price.cachedInput().orElse(price.input())),
                term(part(tokens.cacheWrite()), price.cacheWrite().orElse(price.input())),
                term(without(tokens.output(), tokens.reasoning()), output),
                term(part(tokens.reasoning()), price.reasoning().orElse(output)));
        if (terms.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        var tokenCost = terms.stream().flatMap(Optional::stream).reduce(BigDecimal.ZERO, BigDecimal::add).movePointLeft(MILLION);
        return Optional.of(tokenCost.add(price.perRequest().orElse(BigDecimal.ZERO)));
    }

    private static Optional<BigDecimal> term(OptionalLong count, BigDecimal perMillion) {
        if (perMillion.signum() == 0) {
            return Optional.of(BigDecimal.ZERO);
        }
        return count.isPresent() ? Optional.of(perMillion.multiply(BigDecimal.valueOf(count.getAsLong()))) : Optional.empty();
    }

    private static OptionalLong part(OptionalLong count) {
        return OptionalLong.of(count.orElse(0));
    }

    private static OptionalLong without(OptionalLong whole, OptionalLong... parts) {
        if (whole.isEmpty()) {
            return whole;
        }
        long rest = whole.getAsLong();
        for (var part : parts) {
            // A provider whose parts are more than the whole must not be able to make a negative count.
            rest = Math.max(0, rest - part.orElse(0));
        }
        return OptionalLong.of(rest);
    }
}
