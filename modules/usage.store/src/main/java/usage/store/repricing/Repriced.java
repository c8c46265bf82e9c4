package usage.store.repricing;

import usage.store.AttemptRow;
import usage.store.price.PriceBook;

/// A row as it was and as it is by the present prices.
///
/// @param isKept whether no price gives it a cost, and it keeps the one it had
record Repriced(AttemptRow before, AttemptRow after, boolean isKept) {

    static Repriced of(AttemptRow row, PriceBook prices, boolean clear) {
        var charge = prices.charge(row.intent(), row.settlement());
        if (charge.isEmpty() && !clear) {
            return new Repriced(row, row, row.cost().isPresent());
        }
        return new Repriced(row, new AttemptRow(row.intent(), row.settlement(), charge.map(PriceBook.Charge::cost),
                charge.map(PriceBook.Charge::priceId)), false);
    }

    boolean isChanged() {
        return !after.equals(before);
    }

    boolean isUnpriced() {
        return after.cost().isEmpty();
    }
}
