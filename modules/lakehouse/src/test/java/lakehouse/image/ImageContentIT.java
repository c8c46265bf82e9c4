package lakehouse.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/// What lies in the image, and what must not.
class ImageContentIT {

    /// The cache and the note beside it are made for one place, and made anew in another.
    private static final String CACHE = "lakehouse.aot";

    @Test
    void whatAnOperatorLooksForIsThere() {
        assertThat(Launched.IMAGE.resolve("bin/lakehouse")).isExecutable();
        for (var file : List.of("LICENSE", "conf/jvm.args", "conf/logging.properties", "etc/lakehouse.yaml",
                "etc/systemd/lakehouse.service", "jre/bin/java", CACHE, CACHE + ".home")) {
            assertThat(Launched.IMAGE.resolve(file)).isRegularFile();
        }
        assertThat(Launched.IMAGE.resolve("etc/build")).doesNotExist();
    }

    @Test
    void noPlaceOfTheBuildIsBakedIn() throws IOException {
        var place = Launched.IMAGE.resolve("../../../..").normalize().toString();
        assertThat(naming(place)).isEmpty();
        assertThat(naming("/opt/lakehouse")).as("the search finds what is there").contains("etc/systemd/lakehouse.service");
    }

    @Test
    void clientsThatItIsTestedWithAreNotThere() throws IOException {
        try (var jars = Files.list(Launched.IMAGE.resolve("lib"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString())).anyMatch(name -> name.startsWith("gateway.v1"))
                    .noneMatch(name -> name
                            .matches("(openai|anthropic|langchain4j-(core|open-ai|ollama)|kotlin|okhttp|provider).*"));
        }
    }

    private static List<String> naming(String place) throws IOException {
        var found = new ArrayList<String>();
        try (var files = Files.walk(Launched.IMAGE)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var name = Launched.IMAGE.relativize(file).toString();
                if (name.startsWith("lib/")) {
                    found.addAll(entriesNaming(place, file));
                } else if (!name.startsWith(CACHE) && !name.equals("jre/lib/modules")
                        && contains(Files.readAllBytes(file), place)) {
                    found.add(name);
                }
            }
        }
        return found;
    }

    /// Looks into our own jars; nobody else's was built here.
    private static List<String> entriesNaming(String place, Path jar) throws IOException {
        var found = new ArrayList<String>();
        if (!jar.getFileName().toString().matches("(ai\\.client|gateway\\.v1|lakehouse|sidecar|telemetry|usage|vectord).*")) {
            return found;
        }
        try (var zip = new ZipFile(jar.toFile())) {
            for (var entry : zip.stream().toList()) {
                try (var in = zip.getInputStream(entry)) {
                    if (contains(in.readAllBytes(), place)) {
                        found.add(jar.getFileName() + "!" + entry.getName());
                    }
                }
            }
        }
        return found;
    }

    private static boolean contains(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).contains(text);
    }
}
