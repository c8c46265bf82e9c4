package usage.store.h2;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import usage.store.price.PriceBook;

/// The table of every price that a ledger was ever opened with. It is history: what is charged stands in the [PriceBook].
public final class PriceTable {

    private static final String INSERT = Sql.insert("price_history",
            "price_id, provider, model, input, cached_input, cache_write, output, reasoning, per_request, currency, valid_from, "
                    + "first_seen_at");

    private PriceTable() {}

    /// Adds the prices that are not there yet.
    ///
    /// @return how many there were
    public static int add(Connection connection, PriceBook book, Instant now) throws SQLException {
        var known = new HashSet<>(Sql.query(connection, "SELECT price_id FROM price_history", parameters -> {},
                cells -> cells.text("price_id")));
        var added = book.entries().stream().filter(entry -> !known.contains(entry.id())).toList();
        if (!added.isEmpty()) {
            Sql.batch(connection, INSERT, added, (parameters, entry) -> fill(parameters, entry, now));
        }
        return added.size();
    }

    private static void fill(Parameters parameters, PriceBook.Entry entry, Instant now) throws SQLException {
        var price = entry.price();
        parameters.text(entry.id()).text(price.provider()).text(price.model());
        amount(parameters, Optional.of(price.input()));
        amount(parameters, price.cachedInput());
        amount(parameters, price.cacheWrite());
        amount(parameters, price.output());
        amount(parameters, price.reasoning());
        amount(parameters, price.perRequest());
        parameters.text(price.currency()).moment(price.from()).moment(now);
    }

    private static void amount(Parameters parameters, Optional<BigDecimal> amount) throws SQLException {
        parameters.value(amount.orElse(null));
    }
}
