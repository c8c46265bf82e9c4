package lakehouse.backup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.checkup.LedgerConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import lakehouse.Lakehouse;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;
import lakehouse.configuration.Configuration;
import lakehouse.service.DataDirectory;
import org.eclipse.microprofile.config.Config;
import usage.store.LedgerFiles;
import vectord.service.CollectionFiles;

/// Makes backups, one at a time.
public final class Backups {

    private final Parts parts;
    private final Place place;
    private final InstantSource clock;
    private final Semaphore seat = new Semaphore(1);

    Backups(Parts parts, Config config) {
        this.parts = parts;
        this.place = Place.of(config, Path.of(config.getValue("data.dir", String.class)));
        this.clock = InstantSource.system();
    }

    /// Makes one of a service that runs, below `backup.dir`.
    ///
    /// @param to below that
    /// @throws LakehouseException `CONFIGURATION` where it would go elsewhere, `IN_USE` where one is being made, else `FAILED`
    ObjectNode make(Optional<String> to) {
        if (!seat.tryAcquire()) {
            throw new LakehouseException(Code.IN_USE, "a backup is being made; ask again when it is done");
        }
        try {
            var now = clock.instant();
            return Backup.make(parts, place.within(to, now), now, version()).document();
        } catch (IOException e) {
            throw new LakehouseException(Code.FAILED, "backup.dir: " + place.directory() + " cannot be used: " + e, e);
        } finally {
            seat.release();
        }
    }

    /// Makes one of a service that does not run, whose data directory is held meanwhile.
    ///
    /// @param to where it goes; relative: below `backup.dir`
    /// @throws LakehouseException `IN_USE` where it runs all the same
    public static ObjectNode ofStopped(Configuration configuration, Optional<String> to) {
        var data = Path.of(configuration.value("data.dir"));
        if (!Files.isDirectory(data)) {
            throw new LakehouseException(Code.FAILED, "no service runs, and there is no data in " + data.toAbsolutePath());
        }
        try (var held = DataDirectory.take(data)) {
            var now = Instant.now();
            var ledger = LedgerConfiguration.read(configuration.config(), InstantSource.system());
            var parts = new Parts.Closed(new LedgerFiles(held.path().resolve("usage"), ledger.journal().directory()),
                    new CollectionFiles(held.path().resolve("vectors")));
            var target = Place.of(configuration.config(), held.path()).anywhere(to, now);
            return Backup.make(parts, target, now, version()).document();
        }
    }

    private static String version() {
        return Optional.ofNullable(Lakehouse.class.getModule().getDescriptor()).flatMap(own -> own.rawVersion())
                .orElse("unpacked");
    }
}
