package usage.store.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import usage.store.InFlight;
import usage.store.Progress;

/// Lists what is in flight, the newest last.
final class InFlightListing {

    private static final String SELECT = "SELECT " + IntentColumns.NAMES + ", known_at, sent_at, first_token_at, "
            + TokenColumns.NAMES + " FROM open_attempts ORDER BY accepted_at, call_id, attempt";

    private InFlightListing() {}

    static List<InFlight> run(Connection connection) throws SQLException {
        return Sql.query(connection, SELECT, parameters -> {}, InFlightListing::read);
    }

    private static InFlight read(Cells cells) throws SQLException {
        var progress = new Progress(cells.optionalMoment("sent_at"), cells.optionalMoment("first_token_at"),
                TokenColumns.read(cells));
        return new InFlight(IntentColumns.read(cells), progress, cells.moment("known_at"));
    }
}
