package usage.store.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import usage.store.AttemptKey;
import usage.store.Intent;
import usage.store.Progress;
import usage.store.Tokens;

/// The table of attempts in flight.
final class OpenAttempts {

    /// An attempt in flight, as far as it is known.
    ///
    /// @param knownAt the last moment at which it was seen alive
    record Open(Intent intent, Progress progress, Instant knownAt) {}

    private static final String PROGRESS = "known_at, sent_at, first_token_at, " + TokenColumns.NAMES;
    private static final String COLUMNS = IntentColumns.NAMES + ", " + PROGRESS;
    private static final String INSERT = Sql.insert("open_attempts", COLUMNS);
    private static final String UPDATE = Sql.update("open_attempts", PROGRESS) + Sql.OF_KEY;
    private static final String DELETE = "DELETE FROM open_attempts" + Sql.OF_KEY;
    private static final String SELECT = "SELECT " + COLUMNS + " FROM open_attempts";

    private static final Progress NONE = new Progress(Optional.empty(), Optional.empty(), Tokens.UNKNOWN);

    private OpenAttempts() {}

    static void insert(Connection connection, Intent intent) throws SQLException {
        Sql.update(connection, INSERT, parameters -> {
            IntentColumns.write(parameters, intent);
            write(parameters, NONE, intent.acceptedAt());
        });
    }

    static void update(Connection connection, AttemptKey key, Progress progress, Instant at) throws SQLException {
        Sql.update(connection, UPDATE, parameters -> {
            write(parameters, progress, at);
            parameters.key(key);
        });
    }

    static void delete(Connection connection, AttemptKey key) throws SQLException {
        Sql.update(connection, DELETE, parameters -> parameters.key(key));
    }

    static Optional<Open> find(Connection connection, AttemptKey key) throws SQLException {
        return Sql.query(connection, SELECT + Sql.OF_KEY, parameters -> parameters.key(key), OpenAttempts::read).stream()
                .findFirst();
    }

    static List<Open> all(Connection connection) throws SQLException {
        return Sql.query(connection, SELECT, parameters -> {}, OpenAttempts::read);
    }

    private static void write(Parameters parameters, Progress progress, Instant at) throws SQLException {
        parameters.moment(at).moment(progress.sentAt()).moment(progress.firstTokenAt());
        TokenColumns.write(parameters, progress.tokens());
    }

    private static Open read(Cells cells) throws SQLException {
        var progress = new Progress(cells.optionalMoment("sent_at"), cells.optionalMoment("first_token_at"),
                TokenColumns.read(cells));
        return new Open(IntentColumns.read(cells), progress, cells.moment("known_at"));
    }
}
