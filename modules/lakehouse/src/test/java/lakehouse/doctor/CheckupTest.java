package lakehouse.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import lakehouse.configuration.Configuration;
import lakehouse.doctor.Finding.State;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import provider.scripted.Ollama;
import provider.scripted.ScriptedProvider;

class CheckupTest {

    private static final String KEY = "sk-canary-of-the-doctor";

    @TempDir
    private Path directory;

    private final List<Finding> findings = new ArrayList<>();
    private int free;

    @BeforeEach
    void freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
    }

    @Test
    void whatIsWellIsOkAndAServiceThatDoesNotRunIsOnlyAWarning() throws IOException {
        Files.createDirectory(directory.resolve("data"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(
                "rwx------")));
        try (var provider = ScriptedProvider.start(Ollama.answering("a"), "m")) {
            assertThat(make("""
                    sidecar: {url: "%1$s"}
                    providers:
                      one: {type: ollama, base-url: "%1$s"}
                      two: {type: openai, base-url: "%1$s/v1", api-key: %2$s}
                      three: {type: anthropic, base-url: "%1$s", api-key: %2$s}
                    """.formatted(provider.uri(), KEY))).isTrue();
        }
        for (var check : List.of("java", "configuration", "port", "data directory", "sidecar", "provider one", "provider two",
                "provider three", "clock and two")) {
            assertThat(state(check)).as(check + " in " + findings).contains(State.OK);
        }
        assertThat(state("service")).contains(State.WARN);
        assertThat(state("disk of journal")).isEmpty();
        assertThat(findings.toString()).doesNotContain(KEY);
    }

    @ParameterizedTest
    @CsvSource({"200, OK, answers", "401, FAIL, refuses the key", "403, FAIL, refuses the key", "404, WARN, has no list",
        "500, FAIL, answers with 500"})
    void aProvidersAnswerIsToldAndItsKeyIsSentAndNotTold(int status, State expected, String sentence) {
        var asked = new CompletableFuture<String>();
        var uri = answeringOnce(status, asked);
        assertThat(make("providers: {one: {type: anthropic, base-url: '%s', api-key: %s}}".formatted(uri, KEY)))
                .isEqualTo(expected != State.FAIL);
        assertThat(state("provider one")).contains(expected);
        assertThat(asked.join()).startsWith("GET /v1/models HTTP/1.1").contains("x-api-key: " + KEY);
        assertThat(findings.toString()).contains(sentence).doesNotContain(KEY);
    }

    @Test
    void aClockThatIsOffIsSeenByTheProvidersDate() {
        var later = InstantSource.offset(InstantSource.system(), Duration.ofSeconds(5));
        var config = config("providers: {one: {type: openai, base-url: '%s'}}"
                .formatted(answeringOnce(200, new CompletableFuture<>())));
        assertThat(new Checkup(Map.of(), later).make(() -> config, findings::add)).isTrue();
        assertThat(state("clock and one")).contains(State.WARN);
        assertThat(findings.toString()).contains("s ahead of the provider's");
    }

    @Test
    void whatCannotBeReachedFails() {
        assertThat(make(
                "sidecar: {url: 'http://127.0.0.1:%1$d'}\nproviders: {one: {type: openai, base-url: 'http://127.0.0.1:%1$d'}}"
                        .formatted(free)))
                .isFalse();
        assertThat(state("sidecar")).contains(State.FAIL);
        assertThat(state("provider one")).contains(State.FAIL);
    }

    @Test
    void aPortThatSomethingElseHasFails() throws IOException {
        try (var other = ScriptedProvider.start(Ollama.answering("a"), "m")) {
            free = other.uri().getPort();
            assertThat(make("")).isFalse();
            assertThat(state("port")).contains(State.FAIL);
        }
    }

    @Test
    void aConfigurationThatCannotBeIsTheOnlyFindingBesideJava() {
        assertThat(make("providers: {one: {type: magic}}")).isFalse();
        assertThat(state("configuration")).contains(State.FAIL);
        findings.clear();
        assertThat(new Checkup(Map.of(), InstantSource.system()).make(() -> config("zoo: 1"), findings::add)).isFalse();
        assertThat(findings).extracting(Finding::check).containsExactly("java", "configuration");
        assertThat(findings.getLast().sentence()).contains("unknown key 'zoo'");
    }

    @Test
    void tooLittleRoomFailsInEachPlace() throws IOException {
        var journal = Files.createDirectory(directory.resolve("journal"));
        assertThat(make("usage: {journal: {dir: '%s'}}\ndata: {min-free-bytes: %d}".formatted(journal, Long.MAX_VALUE)))
                .isFalse();
        assertThat(state("disk of data")).contains(State.FAIL);
        assertThat(state("disk of journal")).contains(State.FAIL);
    }

    @Test
    void whatOthersCanSeeIsTold() throws IOException {
        var data = Files.createDirectory(directory.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        var credentials = Files.createDirectory(directory.resolve("credentials"));
        var secret = Files.writeString(credentials.resolve("openai.key"), KEY);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
        var checkup = new Checkup(Map.of("CREDENTIALS_DIRECTORY", credentials.toString()), InstantSource.system());
        assertThat(checkup.make(() -> config(""), findings::add)).isFalse();
        assertThat(state("data directory")).contains(State.WARN);
        assertThat(state("credentials")).contains(State.FAIL);
        assertThat(findings.toString()).contains("openai.key (rw-r--r--)").doesNotContain(KEY);

        findings.clear();
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("r--------"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-x---"));
        assertThat(checkup.make(() -> config(""), findings::add)).isTrue();
        assertThat(state("data directory")).contains(State.OK);
        assertThat(state("credentials")).contains(State.OK);
    }

    @Test
    void aKeyThatNoHeaderCanHaveIsNotTold() {
        assertThat(make(
                "providers: {one: {type: openai, base-url: 'http://127.0.0.1:%d', api-key: \"%s\\u00fc\\n\"}}".formatted(free,
                        KEY)))
                .isFalse();
        assertThat(findings.toString()).contains("characters that none can have").doesNotContain(KEY);
    }

    private boolean make(String yaml) {
        var config = config(yaml);
        return new Checkup(Map.of(), InstantSource.system()).make(() -> config, findings::add);
    }

    private Configuration config(String yaml) {
        try {
            var file = Files.writeString(directory.resolve("lakehouse.yaml"), yaml);
            return Configuration.assemble(Optional.of(file), Map.of("data.dir", directory.resolve("data").toString(),
                    "server.port", Integer.toString(free)), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<State> state(String check) {
        return findings.stream().filter(finding -> finding.check().equals(check)).map(Finding::state).findFirst();
    }

    /// A server that answers one request, and hands over what it was asked.
    private static URI answeringOnce(int status, CompletableFuture<String> asked) {
        try {
            var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            Thread.startVirtualThread(() -> {
                try (socket; var connection = socket.accept()) {
                    var text = new StringBuilder();
                    var in = connection.getInputStream();
                    while (text.indexOf("\r\n\r\n") < 0) {
                        text.append((char) in.read());
                    }
                    asked.complete(text.toString());
                    connection.getOutputStream().write(("HTTP/1.1 " + status + " So\r\nDate: "
                            + DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.now().atOffset(
                                    ZoneOffset.UTC))
                            + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    asked.completeExceptionally(e);
                }
            });
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
