package gateway.v1.attempt;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/// An operator's name for a model: where a call that names it goes.
///
/// @param entries at least one; with weights, or all without
public record Alias(List<Entry> entries) {

    /// One target.
    ///
    /// @param target `provider/model`, or a model of the default provider
    /// @param weight its share of the calls; empty: targets are tried in the order in which they stand
    public record Entry(String target, OptionalInt weight) {

        public Entry {
            if (weight.isPresent() && weight.getAsInt() < 1) {
                throw new IllegalArgumentException("weight must be above 0");
            }
        }
    }

    public Alias {
        entries = List.copyOf(entries);
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("no target");
        }
        if (entries.stream().map(entry -> entry.weight().isPresent()).distinct().count() > 1) {
            throw new IllegalArgumentException("some targets have a weight and some have none");
        }
    }

    /// The targets in the order in which one call tries them: as they stand, or drawn by weight, so that a target is first in
    /// proportion to its weight and the others stand by.
    public List<String> order(RandomGenerator random) {
        if (entries.getFirst().weight().isEmpty()) {
            return entries.stream().map(Entry::target).toList();
        }
        var left = new ArrayList<>(entries);
        var order = new ArrayList<String>();
        while (!left.isEmpty()) {
            order.add(left.remove(draw(left, random)).target());
        }
        return order;
    }

    private static int draw(List<Entry> entries, RandomGenerator random) {
        int drawn = random.nextInt(entries.stream().mapToInt(entry -> entry.weight().orElseThrow()).sum());
        for (int at = 0; at < entries.size(); at++) {
            drawn -= entries.get(at).weight().orElseThrow();
            if (drawn < 0) {
                return at;
            }
        }
        throw new IllegalStateException("a number below the sum falls upon an entry");
    }
}
