package lakehouse.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The project as it lies on disk, and what was built of it.
final class Tree {

    static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    static final Path ROOT = MODULE.resolve("../..").normalize();
    static final Path IMAGE = MODULE.resolve("target/image");
    static final Path PAGES = ROOT.resolve("module-info-docs");

    private Tree() {}

    /// The names of our modules: folders with a descriptor.
    static Set<String> modules() {
        return list(ROOT.resolve("modules")).stream().filter(folder -> Files.exists(descriptor(folder)))
                .map(folder -> folder.getFileName().toString()).collect(Collectors.toSet());
    }

    /// Our modules that are shipped: all but the one that only tests use.
    static Set<String> shippedModules() {
        return modules().stream().filter(name -> !name.equals("provider.scripted")).collect(Collectors.toSet());
    }

    /// Where a module's compiled classes are.
    static Path classes(String module) {
        return ROOT.resolve("modules").resolve(module).resolve("target/classes");
    }

    /// The source of a module's descriptor.
    static String descriptorSource(String module) {
        return read(descriptor(ROOT.resolve("modules").resolve(module)));
    }

    /// A module's page.
    static String page(String module) {
        return read(PAGES.resolve(module + ".md"));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> list(Path folder) {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path descriptor(Path folder) {
        return folder.resolve("src/main/java/module-info.java");
    }
}
