package usage.store.h2;

import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/// The tables and views, by the scripts of `db/migrations`, which go forward only.
final class Schema {

    private static final String SCRIPTS = "classpath:usage/store/db/migrations";

    private Schema() {}

    /// Brings the database to the newest schema.
    ///
    /// @return how many scripts were needed
    /// @throws IllegalStateException where the database has a schema that this program does not know yet
    static int bringUpToDate(DataSource database) {
        var flyway = Flyway.configure(Schema.class.getClassLoader()).dataSource(database).locations(SCRIPTS).load();
        // Flyway by itself lets a newer schema through.
        Arrays.stream(flyway.info().applied()).filter(Schema::isOfTheFuture).findFirst().ifPresent(script -> {
            throw new IllegalStateException(
                    "it was written by a newer version, with schema " + script.getVersion() + " (" + script.getDescription()
                            + ")");
        });
        return flyway.migrate().migrationsExecuted;
    }

    private static boolean isOfTheFuture(MigrationInfo script) {
        return script.getState() == MigrationState.FUTURE_SUCCESS || script.getState() == MigrationState.FUTURE_FAILED;
    }
}
