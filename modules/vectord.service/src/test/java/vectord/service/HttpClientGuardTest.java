package vectord.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Calls to models go through the client that is injected. The bench, which calls `/vectors` from outside, is the one
/// exception to there being no HTTP client in this module.
class HttpClientGuardTest {

    private static final Pattern CLIENT = Pattern
            .compile(
                    "java/net/http/|java/net/(Http)?URLConnection|jakarta/ws/rs/client/|io/helidon/webclient/|org/apache/hc/|ai/client/direct/");

    @Test
    void onlyTheBenchUsesAnHttpClient() throws Exception {
        var classes = Path.of(Document.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        assertThat(offenders(classes)).isNotEmpty().allMatch(name -> name.startsWith("vectord/service/bench/"));
    }

    @Test
    void classThatUsesOneIsNoticed() throws IOException, URISyntaxException {
        var tests = Path.of(HttpClientGuardTest.class.getResource("HttpClientGuardTest.class").toURI()).getParent().getParent()
                .getParent();
        assertThat(offenders(tests)).contains("vectord/service/http/VectorsServer.class");
    }

    private static List<String> offenders(Path classes) throws IOException {
        try (var files = Files.walk(classes)) {
            return files.filter(file -> file.toString().endsWith(".class")).filter(HttpClientGuardTest::usesClient)
                    .map(file -> classes.relativize(file).toString()).toList();
        }
    }

    private static boolean usesClient(Path file) {
        try {
            return CLIENT.matcher(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)).find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
