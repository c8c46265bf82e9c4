package usage.store.h2;

import java.sql.Connection;
import java.sql.SQLException;

/// Something to do with a connection, inside a transaction that somebody else ends.
@FunctionalInterface
public interface Work<T> {

    T with(Connection connection) throws SQLException;
}
