package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.Utf8Entry;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// Packages are layers: whatever one knows does not know it, directly or by way of others.
class PackagesTest {

    private static final Pattern PACKAGE = Pattern.compile("gateway/v1(?:/[a-z]+)*(?=/[A-Z])");

    @Test
    void noPackageDependsOnItself() throws IOException, URISyntaxException {
        var known = new TreeMap<String, Set<String>>();
        for (var file : classes()) {
            var own = file.getParent().toString();
            known.computeIfAbsent(own, name -> new TreeSet<>()).addAll(named(file));
            known.get(own).remove(own);
        }

        assertThat(known).hasSizeGreaterThan(15)
                .allSatisfy((name, direct) -> assertThat(reached(direct, known)).doesNotContain(name));
    }

    private static List<Path> classes() throws IOException, URISyntaxException {
        try (var files = Files.walk(root())) {
            return files.map(root()::relativize)
                    .filter(file -> file.toString().endsWith(".class") && !file.endsWith("module-info.class")).toList();
        }
    }

    private static Path root() throws URISyntaxException {
        return Path.of(InternalCredential.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /// The packages of ours that a class names.
    private static List<String> named(Path file) throws IOException, URISyntaxException {
        var constants = ClassFile.of().parse(root().resolve(file)).constantPool();
        return StreamSupport.stream(constants.spliterator(), false).filter(Utf8Entry.class::isInstance)
                .flatMap(entry -> PACKAGE.matcher(((Utf8Entry) entry).stringValue()).results()).map(MatchResult::group).toList();
    }

    private static Set<String> reached(Set<String> direct, Map<String, Set<String>> known) {
        var reached = new TreeSet<>(direct);
        while (reached.addAll(reached.stream().flatMap(name -> known.getOrDefault(name, Set.of()).stream()).toList())) {
            // One step further.
        }
        return reached;
    }
}
