package lakehouse.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lines that are written while a request is served name its call and its trace, also in files that rotate.
class LoggingIT {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String[] CONTINUED = {"traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01"};
    private static final String LEADS_NOWHERE = "{\"model\":\"m\",\"provider\":\"there-is-none\"}";

    @TempDir
    private Path directory;

    @Test
    void jsonLinesNameCallAndTrace() throws Exception {
        Files.writeString(directory.resolve("lakehouse.yaml"), "logging: {format: json}\n");
        try (var service = Launched.serve(directory, Map.of("JAVA_OPTS", talkative("")))) {
            var call = service.post("/api/generate", LEADS_NOWHERE, CONTINUED).headers().firstValue("x-request-id").orElseThrow();
            var line = new ObjectMapper().readTree(service.awaitLine("leads nowhere"));
            assertThat(line.path("call_id").asText()).isEqualTo(call);
            assertThat(line.path("trace_id").asText()).isEqualTo(TRACE);
            assertThat(line.path("message").asText()).startsWith("call " + call + " leads nowhere");
            assertThat(new ObjectMapper().readTree(service.awaitLine("serving http")).has("call_id")).isFalse();
            assertThat(service.output()).allMatch(said -> said.startsWith("{\"time\":\""));
        }
    }

    @Test
    void linesOfTextNameThemTooAndRotateWhereToldTo() throws Exception {
        var logs = Files.createDirectory(directory.resolve("logs"));
        var files = Files.readString(Launched.IMAGE.resolve("conf/logging.properties")).lines()
                .filter(line -> line.matches("#(handlers=|lakehouse\\.logging\\.RotatingFiles).*")).map(line -> line.substring(1))
                .map(line -> line.replace("/var/log/lakehouse", logs.toString()).replaceAll("limit=.*", "limit=400")
                        .replaceAll("count=.*", "count=9"))
                .toList();
        assertThat(files).hasSize(6);
        try (var service = Launched.serve(directory, Map.of("JAVA_OPTS", talkative(String.join("\n", files))))) {
            var call = service.post("/api/generate", LEADS_NOWHERE, CONTINUED).headers().firstValue("x-request-id").orElseThrow();
            assertThat(service.awaitLine("leads nowhere")).contains(" FINE gateway.v1.routes.OllamaLoading ",
                    " " + call + " " + TRACE);
            assertThat(service.awaitLine("serving http")).contains(" INFO lakehouse.service.Service serving ")
                    .matches("2\\S+ .*\\S");
            service.post("/api/generate", LEADS_NOWHERE);
        }
        assertThat(logs).isDirectoryContaining("glob:**lakehouse.0.log").isDirectoryContaining("glob:**lakehouse.1.log");
        assertThat(all(logs)).anyMatch(line -> line.contains(" " + TRACE)).noneMatch(line -> line.endsWith(" "));
    }

    private static List<String> all(Path logs) throws IOException {
        try (var files = Files.list(logs)) {
            return files.filter(file -> file.toString().endsWith(".log")).flatMap(file -> {
                try {
                    return Files.readAllLines(file).stream();
                } catch (IOException e) {
                    throw new AssertionError(file.toString(), e);
                }
            }).toList();
        }
    }

    /// The options of a virtual machine that also says what is of use to a developer only.
    private String talkative(String more) throws IOException {
        var properties = Files.writeString(directory.resolve("logging.properties"),
                Files.readString(Launched.IMAGE.resolve("conf/logging.properties")) + "\ngateway.v1.routes.level=FINE\n" + more
                        + "\n");
        return "-Djava.util.logging.config.file=" + properties;
    }
}
