package usage.store.price;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import usage.store.Cost;
import usage.store.Intent;
import usage.store.LedgerException;
import usage.store.Price;
import usage.store.Settlement;

/// The prices of all models over time, and what an attempt costs by them.
public final class PriceBook {

    private record Model(String provider, String name) {}

    /// What an attempt is charged, and the id of the price that says so.
    public record Charge(Cost cost, String priceId) {}

    /// A price, and its id, which is computed once.
    public record Entry(String id, Price price) {}

    private final Map<Model, NavigableMap<Instant, Entry>> prices = new HashMap<>();

    /// @throws LedgerException `cannot_open` where two different prices of a model begin at the same moment
    public PriceBook(List<Price> prices) {
        prices.forEach(this::add);
    }

    /// All of them, each once.
    public List<Entry> entries() {
        return prices.values().stream().flatMap(history -> history.values().stream()).toList();
    }

    /// What the attempt costs; empty when it was not sent, has no price, or a count that its price needs is unknown.
    public Optional<Charge> charge(Intent intent, Settlement settlement) {
        return settlement.sentAt().flatMap(sent -> priceOf(intent, settlement))
                .flatMap(entry -> Charging.of(entry.price(), settlement.tokens()).map(amount -> charge(entry, amount)));
    }

    private Optional<Entry> priceOf(Intent intent, Settlement settlement) {
        return intent.what().provider()
                .flatMap(provider -> Stream.of(intent.what().targetModel(), settlement.responseModel()).flatMap(Optional::stream)
                        .flatMap(name -> at(new Model(provider, name), intent.acceptedAt()).stream()).findFirst());
    }

    private Optional<Entry> at(Model model, Instant moment) {
        return Optional.ofNullable(prices.get(model)).map(history -> history.floorEntry(moment)).map(Map.Entry::getValue);
    }

    private void add(Price price) {
        var history = prices.computeIfAbsent(new Model(price.provider(), price.model()), model -> new TreeMap<>());
        var entry = new Entry(PriceId.of(price), price);
        var earlier = history.putIfAbsent(price.from(), entry);
        if (earlier != null && !earlier.id().equals(entry.id())) {
            throw new LedgerException(LedgerException.Code.CANNOT_OPEN, "two different prices of " + price.provider() + "/"
                    + price.model() + " hold from " + price.from());
        }
    }

    private static Charge charge(Entry entry, BigDecimal amount) {
        return new Charge(new Cost(amount, entry.price().currency()), entry.id());
    }
}
