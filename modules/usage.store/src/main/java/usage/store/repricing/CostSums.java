package usage.store.repricing;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import usage.store.Cost;

/// Sums of money, one per currency.
final class CostSums {

    private final Map<String, BigDecimal> sums = new TreeMap<>();

    void add(Cost cost) {
        sums.merge(cost.currency(), cost.value(), BigDecimal::add);
    }

    List<Cost> list() {
        return sums.entrySet().stream().map(sum -> new Cost(sum.getValue(), sum.getKey())).toList();
    }
}
