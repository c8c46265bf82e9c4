package usage.store.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import usage.store.AttemptKey;
import usage.store.AttemptRow;
import usage.store.Cost;

/// The table of settled attempts.
public final class Attempts {

    private static final String COLUMNS = IntentColumns.NAMES + ", " + SettlementColumns.NAMES + ", cost, currency, price_id";
    private static final String INSERT = Sql.insert("attempts", COLUMNS + ", segment, accepted_hour");
    private static final String PRICE = Sql.update("attempts", "cost, currency, price_id") + Sql.OF_KEY;

    private static final String NEWEST = "SELECT accepted_at FROM attempts ORDER BY accepted_at DESC FETCH FIRST 1 ROW ONLY";

    /// Reads whole rows; a condition may follow.
    public static final String SELECT = "SELECT " + COLUMNS + ", " + CallerSpans.OF_ATTEMPT + " AS " + CallerSpans.COLUMN
            + " FROM attempts";

    private Attempts() {}

    /// Inserts all of them or, where one is not taken, fails.
    public static void insert(Connection connection, List<SettledAttempt> attempts) throws SQLException {
        Sql.batch(connection, INSERT, attempts, (parameters, attempt) -> {
            var row = attempt.row();
            IntentColumns.write(parameters, row.intent());
            SettlementColumns.write(parameters, row.settlement());
            parameters.value(row.cost().map(Cost::value).orElse(null)).text(row.cost().map(Cost::currency))
                    .text(row.priceId()).number(attempt.segment())
                    .number(GroupSpan.hour(row.intent().acceptedAt()));
        });
        CallerSpans.insert(connection, attempts.stream().map(attempt -> attempt.row().intent()).toList());
    }

    /// Gives each of these rows, which stand in the table, its cost and price; all else of them stays.
    public static void price(Connection connection, List<AttemptRow> rows) throws SQLException {
        Sql.batch(connection, PRICE, rows, (parameters, row) -> parameters.value(row.cost().map(Cost::value).orElse(null))
                .text(row.cost().map(Cost::currency)).text(row.priceId()).key(row.intent().key()));
    }

    public static Optional<AttemptRow> find(Connection connection, AttemptKey key) throws SQLException {
        return Sql.query(connection, SELECT + Sql.OF_KEY, parameters -> parameters.key(key), Attempts::read).stream().findFirst();
    }

    public static List<AttemptRow> ofCall(Connection connection, UUID callId) throws SQLException {
        return Sql.query(connection, SELECT + " WHERE call_id = ? ORDER BY attempt", parameters -> parameters.uuid(callId),
                Attempts::read);
    }

    public static long count(Connection connection) throws SQLException {
        return Sql.query(connection, "SELECT COUNT(*) AS settled FROM attempts", parameters -> {},
                cells -> cells.number("settled")).getFirst();
    }

    /// When the newest attempt was accepted.
    public static Optional<Instant> newest(Connection connection) throws SQLException {
        return Sql.query(connection, NEWEST, parameters -> {}, cells -> cells.moment("accepted_at")).stream().findFirst();
    }

    public static AttemptRow read(Cells cells) throws SQLException {
        var amount = cells.optionalAmount("cost");
        var currency = cells.optionalText("currency");
        return new AttemptRow(IntentColumns.read(cells), SettlementColumns.read(cells),
                amount.flatMap(value -> currency.map(name -> new Cost(value, name))), cells.optionalText("price_id"));
    }
}
