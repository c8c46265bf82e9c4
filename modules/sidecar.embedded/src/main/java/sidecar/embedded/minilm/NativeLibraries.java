package sidecar.embedded.minilm;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/// Where the native libraries of the tokenizer and of the runtime live: unpacked once under the data directory, found
/// there ever after.
///
/// Left to itself, the runtime unpacks 17 MB into a new temporary folder at each start, and leaves them there when the
/// process is killed. Folders that the operator has set (`DJL_CACHE_DIR`, `onnxruntime.native.path`) are respected.
final class NativeLibraries {

    private static final List<String> NAMES = List.of("onnxruntime", "onnxruntime4j_jni");

    private NativeLibraries() {}

    /// Unpacks what is missing and tells the libraries where to look.
    static synchronized void unpack(Path directory) throws IOException {
        Files.createDirectories(directory);
        if (System.getenv("DJL_CACHE_DIR") == null && System.getProperty("DJL_CACHE_DIR") == null) {
            System.setProperty("DJL_CACHE_DIR", directory.toAbsolutePath().toString());
        }
        var platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"));
        if (platform.isPresent() && System.getProperty("onnxruntime.native.path") == null) {
            System.setProperty("onnxruntime.native.path", unpackRuntime(directory, platform.get()).toString());
        }
    }

    /// The runtime's name for a Linux platform that it has libraries for; on others it unpacks them itself.
    private static Optional<String> platform(String system, String architecture) {
        return system.equals("Linux") ? switch (architecture) {
            case "amd64", "x86_64" -> Optional.of("linux-x64");
            case "aarch64" -> Optional.of("linux-aarch64");
            default -> Optional.empty();
        } : Optional.empty();
    }

    private static Path unpackRuntime(Path directory, String platform) throws IOException {
        var version = Optional.ofNullable(OrtEnvironment.class.getModule().getDescriptor())
                .flatMap(ModuleDescriptor::rawVersion).orElse("unversioned");
        var folder = Files.createDirectories(directory.toAbsolutePath().resolve("onnxruntime").resolve(version + "-" + platform));
        for (var name : NAMES) {
            var file = System.mapLibraryName(name);
            if (Files.notExists(folder.resolve(file))) {
                unpack("/ai/onnxruntime/native/" + platform + "/" + file, folder.resolve(file));
            }
        }
        return folder;
    }

    /// Through a temporary file, so that a start cut short leaves no half library behind.
    private static void unpack(String resource, Path file) throws IOException {
        var half = Files.createTempFile(file.getParent(), "unpacking", ".tmp");
        try (var in = OrtEnvironment.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("the runtime's jar has no " + resource);
            }
            Files.copy(in, half, StandardCopyOption.REPLACE_EXISTING);
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(half);
        }
    }
}
