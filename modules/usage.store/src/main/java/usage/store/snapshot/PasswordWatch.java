package usage.store.snapshot;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcDataSource;
import usage.store.sql.ReaderAccount;

/// Sets the reader's password back where somebody who is logged in has changed it: H2 lets every user change its own, in a
/// database that is read only too, if only in memory. Looks every second.
final class PasswordWatch implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(PasswordWatch.class.getName());

    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("usage-store-reader").daemon().factory());
    private final Connection owner;
    private final JdbcDataSource reader;
    private final String name;
    private final String password;

    /// @param reader logs in with the password that should be
    PasswordWatch(Connection owner, JdbcDataSource reader, String name, String password) {
        this.owner = owner;
        this.reader = reader;
        this.name = name;
        this.password = password;
        timer.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        timer.close();
    }

    private void look() {
        try {
            reader.getConnection().close();
        } catch (SQLException failure) {
            if (failure.getErrorCode() == ErrorCode.WRONG_USER_OR_PASSWORD) {
                setBack();
            }
        }
    }

    private void setBack() {
        try {
            ReaderAccount.setPassword(owner, name, password);
            LOG.log(Level.WARNING, "somebody changed the password of {0}; it is set back", name);
        } catch (SQLException failure) {
            LOG.log(Level.WARNING, "the password of " + name + " cannot be set back", failure);
        }
    }
}
