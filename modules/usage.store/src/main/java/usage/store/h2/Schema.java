package usage.store.h2;

import java.nio.file.Path;
import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import usage.store.LedgerCopy;
import usage.store.LedgerException;

/// The tables and views, by the scripts of `db/migrations`, which go forward only.
final class Schema {

    private static final String SCRIPTS = "classpath:usage/store/db/migrations";

    private Schema() {}

    /// Brings the database to the newest schema.
    ///
    /// @return how many scripts were needed
    /// @param directory of the ledger, for the message
    /// @throws LedgerException `newer_format` where the database has a schema that this program does not know yet
    static int bringUpToDate(DataSource database, Path directory) {
        var flyway = Flyway.configure(Schema.class.getClassLoader()).dataSource(database).locations(SCRIPTS).load();
        // Flyway by itself lets a newer schema through.
        Arrays.stream(flyway.info().applied()).filter(Schema::isOfTheFuture).reduce((one, later) -> later).ifPresent(script -> {
            throw new LedgerException(LedgerException.Code.NEWER_FORMAT,
                    "the ledger in " + directory + " has schema " + script.getVersion() + " (" + script.getDescription()
                            + "), of a newer version; this one knows schema " + LedgerCopy.SCHEMA);
        });
        return flyway.migrate().migrationsExecuted;
    }

    private static boolean isOfTheFuture(MigrationInfo script) {
        return script.getState() == MigrationState.FUTURE_SUCCESS || script.getState() == MigrationState.FUTURE_FAILED;
    }
}
