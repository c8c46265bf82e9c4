package lakehouse.snapshot;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;
import lakehouse.remote.RemoteService;

/// What is served: a snapshot that the running service has made, or the ledger of one that does not run.
///
/// @param path the snapshot, or the directory of the ledger
/// @param state of when it is, and what is not in it
public record SnapshotSource(Path path, String state) {

    /// Asks the service for one; where nothing listens, takes the ledger itself.
    ///
    /// @param data the data directory, where it may be taken
    /// @throws LakehouseException where there is neither, or the snapshot is out of reach
    public static SnapshotSource of(RemoteService service, Supplier<Optional<Path>> data) {
        try {
            return of(service);
        } catch (LakehouseException failure) {
            if (failure.getCause() instanceof ConnectException) {
                return data.get().map(SnapshotSource::ofStopped).orElseThrow(() -> failure);
            }
            throw failure;
        }
    }

    private static SnapshotSource of(RemoteService service) {
        var answer = service.post("/v1/admin/snapshot", JsonNodeFactory.instance.objectNode());
        var path = Path.of(answer.path("path").asText());
        if (!Files.isReadable(path)) {
            throw new LakehouseException(Code.FAILED, "the service has made " + path
                    + ", which cannot be read here: this command must run on the service's machine, by a user who may read its data");
        }
        var completeness = answer.path("completeness");
        long spooled = completeness.path("spooled").asLong();
        return new SnapshotSource(path, completeness.path("as_of").asText()
                + (spooled == 0 ? "" : "; " + spooled + " settled attempts are not in it, because the database lags behind"));
    }

    private static SnapshotSource ofStopped(Path data) {
        var ledger = data.toAbsolutePath().normalize().resolve("usage");
        try {
            return new SnapshotSource(ledger, lastWritten(ledger)
                    + ", when the service last wrote it; what its journal has beyond that is not in it");
        } catch (IOException e) {
            throw new LakehouseException(Code.FAILED, "no service runs, and there is no ledger in " + ledger, e);
        }
    }

    private static Instant lastWritten(Path ledger) throws IOException {
        return Files.getLastModifiedTime(ledger.resolve("usage.mv.db")).toInstant();
    }
}
