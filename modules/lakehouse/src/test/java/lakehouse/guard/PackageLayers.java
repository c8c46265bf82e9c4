package lakehouse.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Which packages of a module know which others, as its classes tell.
///
/// @param known by each of them; left out are the one that is named like the module and those that it exports: they are its face, and
///        what stands behind them knows it
record PackageLayers(Map<String, Set<String>> known) {

    private static final Pattern PACKAGE = Pattern.compile("[a-z][a-z0-9]*(?:/[a-z][a-z0-9]*)*(?=/[A-Z])");

    /// Of a compiled module.
    ///
    /// @param classes where its classes are
    static PackageLayers of(Path classes) {
        var module = descriptor(classes);
        var faces = module.exports().stream().map(ModuleDescriptor.Exports::source).collect(Collectors.toSet());
        faces.add(module.name());
        var named = new TreeMap<String, Set<String>>();
        for (var file : classes(classes)) {
            named.computeIfAbsent(packageOf(classes, file), own -> new TreeSet<>()).addAll(named(file));
        }
        named.keySet().removeAll(faces);
        named.forEach((own, others) -> {
            others.retainAll(named.keySet());
            others.remove(own);
        });
        return new PackageLayers(named);
    }

    /// Packages that depend on themselves by way of others.
    List<String> circular() {
        return known.keySet().stream().filter(name -> reached(known.get(name)).contains(name)).toList();
    }

    private Set<String> reached(Set<String> direct) {
        var reached = new TreeSet<>(direct);
        while (reached.addAll(reached.stream().flatMap(name -> known.getOrDefault(name, Set.of()).stream()).toList())) {
            // One step further.
        }
        return reached;
    }

    private static ModuleDescriptor descriptor(Path classes) {
        try (var in = Files.newInputStream(classes.resolve("module-info.class"))) {
            return ModuleDescriptor.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> classes(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class") && !file.endsWith("module-info.class")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String packageOf(Path classes, Path file) {
        return classes.relativize(file.getParent()).toString().replace('/', '.');
    }

    /// Everything in a class that may be a package with a class of it.
    private static List<String> named(Path file) {
        try {
            var constants = ClassFile.of().parse(file).constantPool();
            return StreamSupport.stream(constants.spliterator(), false).filter(Utf8Entry.class::isInstance)
                    .flatMap(entry -> PACKAGE.matcher(((Utf8Entry) entry).stringValue()).results()).map(MatchResult::group)
                    .map(name -> name.replace('/', '.')).distinct().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
