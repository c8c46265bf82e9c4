package usage.store.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import usage.store.AttemptKey;
import usage.store.AttemptRow;
import usage.store.Cost;
import usage.store.Intent;
import usage.store.Settlement;
import usage.store.price.PriceBook;

/// The table of settled attempts.
final class Attempts {

    private static final String COLUMNS = IntentColumns.NAMES + ", " + SettlementColumns.NAMES + ", cost, currency, price_id";
    private static final String INSERT = Sql.insert("attempts", COLUMNS);

    /// Reads whole rows; a condition may follow.
    static final String SELECT = "SELECT " + COLUMNS + " FROM attempts";

    private Attempts() {}

    static void insert(Connection connection, Intent intent, Settlement settlement, Optional<PriceBook.Charge> charge)
            throws SQLException {
        Sql.update(connection, INSERT, parameters -> {
            IntentColumns.write(parameters, intent);
            SettlementColumns.write(parameters, settlement);
            parameters.value(charge.map(made -> made.cost().value()).orElse(null))
                    .text(charge.map(made -> made.cost().currency())).text(charge.map(PriceBook.Charge::priceId));
        });
    }

    static Optional<AttemptRow> find(Connection connection, AttemptKey key) throws SQLException {
        return Sql.query(connection, SELECT + Sql.OF_KEY, parameters -> parameters.key(key), Attempts::read).stream().findFirst();
    }

    static List<AttemptRow> ofCall(Connection connection, UUID callId) throws SQLException {
        return Sql.query(connection, SELECT + " WHERE call_id = ? ORDER BY attempt", parameters -> parameters.uuid(callId),
                Attempts::read);
    }

    static long count(Connection connection) throws SQLException {
        return Sql.query(connection, "SELECT COUNT(*) AS settled FROM attempts", parameters -> {},
                cells -> cells.number("settled")).getFirst();
    }

    static AttemptRow read(Cells cells) throws SQLException {
        var amount = cells.optionalAmount("cost");
        var currency = cells.optionalText("currency");
        return new AttemptRow(IntentColumns.read(cells), SettlementColumns.read(cells),
                amount.flatMap(value -> currency.map(name -> new Cost(value, name))), cells.optionalText("price_id"));
    }
}
