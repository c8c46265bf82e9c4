package usage.store;

import java.math.BigDecimal;

/// Money, never converted: sums are kept per currency.
///
/// @param value amount in whole units of the currency, without trailing zeros
/// @param currency ISO 4217 code
public record Cost(BigDecimal value, String currency) {

    public Cost {
        var shortest = value.stripTrailingZeros();
        value = shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }
}
