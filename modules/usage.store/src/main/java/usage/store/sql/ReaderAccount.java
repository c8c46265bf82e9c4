package usage.store.sql;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import org.h2.jdbcx.JdbcDataSource;

/// The second of three walls: a user of the database who may read the published views and nothing else. Made anew at every
/// opening, with a password that nobody is told; each question gets a connection of its own, so that none leaves anything
/// behind for the next.
public final class ReaderAccount {

    private static final String NAME = "OUTSIDE";

    private final JdbcDataSource source = new JdbcDataSource();

    private ReaderAccount(String url, String password) {
        source.setURL(url);
        source.setUser(NAME);
        source.setPassword(password);
    }

    /// Makes the user in a database that has its tables and views.
    ///
    /// @param owner who may make users
    /// @param url of the database
    public static ReaderAccount make(Connection owner, String url) throws SQLException {
        var password = randomPassword();
        removeFrom(owner);
        make(owner, NAME, password);
        return new ReaderAccount(url, password);
    }

    /// Makes another user of the same rights, for a copy of the database.
    public static void make(Connection owner, String name, String password) throws SQLException {
        try (var user = owner.prepareStatement("CREATE USER " + name + " PASSWORD ?"); var grant = owner.createStatement()) {
            user.setString(1, password);
            user.execute();
            for (var view : published(owner)) {
                grant.execute("GRANT SELECT ON " + view + " TO " + name);
            }
        }
    }

    /// Removes the user that asks questions from outside: its password is that of the database it was copied from.
    public static void removeFrom(Connection owner) throws SQLException {
        try (var statement = owner.createStatement()) {
            statement.execute("DROP USER IF EXISTS " + NAME);
        }
    }

    public static void setPassword(Connection owner, String name, String password) throws SQLException {
        try (var statement = owner.prepareStatement("ALTER USER " + name + " SET PASSWORD ?")) {
            statement.setString(1, password);
            statement.execute();
        }
    }

    /// Nobody guesses it.
    public static String randomPassword() {
        var bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    Connection connection() throws SQLException {
        return source.getConnection();
    }

    private static List<String> published(Connection owner) throws SQLException {
        var published = new ArrayList<String>();
        try (var tables = owner.getMetaData().getTables(null, "PUBLIC", null, null)) {
            var there = new TreeSet<String>();
            while (tables.next()) {
                there.add(tables.getString("TABLE_NAME"));
            }
            Vocabulary.VIEWS.stream().filter(there::contains).forEach(published::add);
        }
        return published;
    }
}
