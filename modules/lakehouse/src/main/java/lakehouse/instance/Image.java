package lakehouse.instance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;

/// The image that this process was started from by its launcher, `bin/lakehouse`.
///
/// @param home its directory
/// @param cache where its ahead-of-time cache is, or would be
public record Image(Path home, Path cache) {

    /// The one that runs.
    ///
    /// @throws LakehouseException where this process was started in another way
    public static Image running() {
        var home = Optional.ofNullable(System.getProperty("lakehouse.home")).map(Path::of)
                .orElseThrow(
                        () -> new LakehouseException(Code.CONFIGURATION, "this command needs the image: run its bin/lakehouse"));
        var elsewhere = System.getenv("LAKEHOUSE_AOT");
        return new Image(home, elsewhere == null || elsewhere.isEmpty() ? home.resolve("lakehouse.aot") : Path.of(elsewhere));
    }

    /// Its launcher.
    Path launcher() {
        return home.resolve("bin/lakehouse");
    }

    /// Whether there is a cache.
    public boolean trained() {
        return Files.isReadable(cache);
    }
}
