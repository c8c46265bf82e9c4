package lakehouse.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready where the data directory's filesystem has at least `data.min-free-bytes` left for this process.
@Readiness
@ApplicationScoped
class DiskSpace implements HealthCheck {

    private final Path directory;
    private final long least;

    @Inject
    DiskSpace(@ConfigProperty(name = "data.dir") String directory, @ConfigProperty(name = "data.min-free-bytes") long least) {
        this.directory = Path.of(directory);
        this.least = least;
    }

    @Override
    public HealthCheckResponse call() {
        try {
            long free = Files.getFileStore(directory).getUsableSpace();
            return HealthCheckResponse.named("disk-space").status(free >= least).withData("directory", directory.toString())
                    .withData("free_bytes", free).withData("least_bytes", least).build();
        } catch (IOException e) {
            throw new UncheckedIOException("data.dir: " + directory + " cannot be looked at", e);
        }
    }
}
