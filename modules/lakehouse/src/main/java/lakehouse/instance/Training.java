package lakehouse.instance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;

/// Makes the ahead-of-time cache of an image: runs a private instance, exercises it, and lets the virtual machine write
/// down what it loaded. The cache fits the image's jars and flags, and its place, which a file beside the cache names.
public final class Training {

    private Training() {}

    /// Makes a cache and puts it into its place in one move.
    ///
    /// @throws LakehouseException where a step of the exercise is not answered well, or the cache cannot be written
    public static void run(Image image) {
        var target = image.cache().toAbsolutePath();
        var fresh = target.resolveSibling(target.getFileName() + ".new");
        try {
            Files.createDirectories(target.getParent());
            Files.deleteIfExists(fresh);
            exercise(image, fresh);
            Files.deleteIfExists(image.cacheHome());
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(image.cacheHome(), image.home() + "\n");
        } catch (IOException e) {
            throw new LakehouseException(Code.FAILED, "the cache cannot be written to " + target + " (" + e + ")", e);
        }
    }

    private static void exercise(Image image, Path fresh) {
        try (var instance = PrivateInstance.start(image, Map.of("LAKEHOUSE_AOT_OUTPUT", fresh.toString()))) {
            Exercise.of(instance.uri());
        }
    }

    /// Whether the image's cache is there and the virtual machine accepts it.
    public static boolean fits(Image image) {
        if (!image.trained()) {
            return false;
        }
        var builder = new ProcessBuilder(image.launcher().toString(), "serve", "--help").redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("LAKEHOUSE_AOT", image.cache().toString());
        builder.environment().merge("JAVA_OPTS", "-XX:AOTMode=on", (given, more) -> given + " " + more);
        try {
            var process = builder.start();
            return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException e) {
            throw new LakehouseException(Code.FAILED, image.launcher() + " cannot be run (" + e.getMessage() + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
