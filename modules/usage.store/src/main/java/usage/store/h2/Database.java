package usage.store.h2;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.h2.jdbcx.JdbcDataSource;
import usage.store.LedgerException;
import usage.store.sql.ReaderAccount;

/// The H2 database file of a ledger, brought to the newest schema, and the connections to it.
///
/// What was committed in the last half second may be only in memory: the journal has it, and a mark in the database says how
/// far it had come. Only threads of the store itself may
/// use a connection: H2 closes the whole database when a thread is interrupted while it reads or writes the file.
public final class Database implements AutoCloseable {

    /// Threads that may read at the same time.
    static final int READERS = 3;

    private static final String SETTINGS = ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;TIME ZONE=UTC;QUERY_CACHE_SIZE=64";
    // Without it a file that was lost while we run would be made anew, empty.
    private static final String EXISTING = ";IFEXISTS=TRUE";
    // The others only the owner may set.
    private static final String OF_READERS = EXISTING + ";TIME ZONE=UTC";
    private static final long CONNECT_MILLIS = 2000;

    private final HikariDataSource connections;

    private final JdbcDataSource owner;

    private final ReaderAccount reader;

    private Database(String url, ReaderAccount reader) {
        this.connections = new HikariDataSource(pool(url));
        this.owner = owner(url);
        this.reader = reader;
    }

    public static Database open(Path directory) {
        var file = "jdbc:h2:file:" + directory.toAbsolutePath().resolve("usage");
        var url = file + SETTINGS;
        if (directory.toString().contains(";")) {
            throw cannotOpen(directory, "its name contains ';'", new IllegalArgumentException(url));
        }
        try {
            return migrated(directory, owner(url), url + EXISTING, file + OF_READERS);
        } catch (LedgerException known) {
            throw known;
        } catch (SQLException | RuntimeException failure) {
            throw cannotOpen(directory, failure.getMessage(), failure);
        }
    }

    /// A connection in a transaction of its own, whose reads all see the same moment.
    Connection connection() throws SQLException {
        return connections.getConnection();
    }

    /// Who asks questions from outside.
    public ReaderAccount reader() {
        return reader;
    }

    /// Copies the database into a zip file; see [DatabaseCopies].
    void backup(Path file) throws SQLException {
        try (var connection = owner.getConnection(); var statement = connection.prepareStatement("BACKUP TO ?")) {
            statement.setString(1, file.toString());
            statement.execute();
        }
    }

    @Override
    public void close() {
        connections.close();
    }

    private static JdbcDataSource owner(String url) {
        var source = new JdbcDataSource();
        source.setURL(url);
        source.setUser("sa");
        return source;
    }

    private static Database migrated(Path directory, JdbcDataSource source, String url, String readers) throws SQLException {
        ReaderAccount reader;
        var first = source.getConnection();
        try {
            boolean unchanged = Schema.bringUpToDate(source, directory) == 0;
            reader = ReaderAccount.make(first, readers);
            if (unchanged) {
                return new Database(url, reader);
            }
        } finally {
            first.close();
        }
        // Opened anew: H2 ties a check constraint to the connection that made it, until the database is opened again.
        return new Database(url, reader);
    }

    private static HikariConfig pool(String url) {
        var config = new HikariConfig();
        config.setPoolName("usage-store");
        config.setJdbcUrl(url);
        config.setUsername("sa");
        config.setMaximumPoolSize(READERS + 1);
        config.setMinimumIdle(1);
        config.setMaxLifetime(0);
        config.setIdleTimeout(0);
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setExceptionOverride(new DeadConnections());
        config.setAutoCommit(false);
        // Repeatable reads would be of one moment for each table, not for all of them.
        config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
        return config;
    }

    private static LedgerException cannotOpen(Path directory, String reason, Exception cause) {
        return new LedgerException(LedgerException.Code.CANNOT_OPEN,
                "the ledger in " + directory + " cannot be opened: " + reason, cause);
    }
}
