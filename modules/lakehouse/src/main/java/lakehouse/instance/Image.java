package lakehouse.instance;

import java.io.IOException;
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

    /// The file beside the cache that says for which place the cache was made.
    Path cacheHome() {
        return cache.resolveSibling(cache.getFileName() + ".home");
    }

    /// Whether there is a cache and it was made for this place.
    public boolean trained() {
        try {
            return Files.isReadable(cache) && Files.readString(cacheHome()).strip().equals(home.toString());
        } catch (IOException e) {
            return false;
        }
    }
}
