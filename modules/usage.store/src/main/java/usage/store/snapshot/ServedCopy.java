package usage.store.snapshot;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.h2.engine.SysProperties;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.tools.Server;
import usage.store.LedgerException;
import usage.store.LedgerException.Code;
import usage.store.ServedSnapshot;
import usage.store.h2.Failures;
import usage.store.sql.ReaderAccount;

/// A copy behind H2's own server, which knows it by one name and opens nothing else.
///
/// Users are made before the copy is opened for reading alone. The owner keeps it open: whoever opens a database may choose how,
/// and whoever comes later takes it as it is.
public final class ServedCopy implements ServedSnapshot {

    private static final String LOOPBACK = "127.0.0.1";
    private static final String NAME = "ledger";
    private static final String OWNER = "sa";
    private static final String READER = "READER";
    private static final String SETTINGS = ";IFEXISTS=TRUE;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";
    private static final String READ_ONLY = SETTINGS + ";ACCESS_MODE_DATA=r";
    // A result of a database that is read only is gathered in memory otherwise, all of it.
    private static final String AS_FOUND = ";LAZY_QUERY_EXECUTION=1";

    private final Connection owner;
    private final PasswordWatch watch;
    private final Server server;

    private ServedCopy(Path directory, int port, String password, String owners) throws SQLException {
        var file = "jdbc:h2:file:" + directory.resolve(NAME);
        owner = source(file + READ_ONLY, OWNER, owners).getConnection();
        watch = new PasswordWatch(owner, source(file + READ_ONLY, READER, password), READER, password);
        try {
            server = Server.createTcpServer("-tcpPort", Integer.toString(port), "-tcpDaemon", "-tcpPassword",
                    ReaderAccount.randomPassword(),
                    "-ifExists", "-baseDir", directory.toString(), "-key", NAME, directory.resolve(NAME).toString());
            server.start();
        } catch (SQLException | RuntimeException failure) {
            release();
            throw failure;
        }
    }

    /// See [ServedSnapshot#serve].
    public static ServedSnapshot serve(Path source, Path directory, int port, String password) {
        if (!LOOPBACK.equals(SysProperties.BIND_ADDRESS)) {
            throw new LedgerException(Code.CANNOT_OPEN,
                    "nothing is served to other machines: -Dh2.bindAddress=" + LOOPBACK + " is missing");
        }
        var place = directory.toAbsolutePath();
        var file = place.resolve(NAME + ".mv.db");
        Unpacking.into(file, source);
        try {
            var owners = ReaderAccount.randomPassword();
            makeUsers(place, owners, password);
            // Should H2 ever close it, a client may open it again, but not for writing.
            file.toFile().setReadOnly();
            return new ServedCopy(place, port, password, owners);
        } catch (SQLException failure) {
            throw new LedgerException(Code.CANNOT_OPEN, source + " cannot be served: " + Failures.reason(failure), failure);
        }
    }

    @Override
    public String url() {
        return "jdbc:h2:tcp://" + LOOPBACK + ":" + server.getPort() + "/" + NAME + AS_FOUND;
    }

    @Override
    public String user() {
        return READER;
    }

    @Override
    public void close() {
        server.stop();
        release();
    }

    private void release() {
        watch.close();
        try (owner; var statement = owner.createStatement()) {
            statement.execute("SHUTDOWN IMMEDIATELY");
        } catch (SQLException gone) {
            // It was closed before, or is now: nothing of it is written.
        }
    }

    private static void makeUsers(Path directory, String owners, String password) throws SQLException {
        try (var connection = source("jdbc:h2:file:" + directory.resolve(NAME) + SETTINGS, OWNER, "").getConnection();
                var statement = connection.createStatement()) {
            ReaderAccount.removeFrom(connection);
            ReaderAccount.make(connection, READER, password);
            ReaderAccount.setPassword(connection, OWNER, owners);
            statement.execute("SHUTDOWN");
        }
    }

    private static JdbcDataSource source(String url, String user, String password) {
        var source = new JdbcDataSource();
        source.setURL(url);
        source.setUser(user);
        source.setPassword(password);
        return source;
    }
}
