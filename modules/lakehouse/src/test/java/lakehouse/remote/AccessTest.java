package lakehouse.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import lakehouse.LakehouseException;
import lakehouse.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {

    private static final String KEYS = """
            auth:
              keys:
                - {name: laptop, key: first-secret, scopes: [call, usage]}
                - {name: desk, key: second-secret, scopes: [usage, admin]}
            """;

    @TempDir
    private Path directory;

    @Test
    void theServiceIsWhereTheConfigurationPutsIt() {
        assertThat(access("").uri()).isEqualTo(URI.create("http://127.0.0.1:8080"));
        assertThat(access("server: {host: 0.0.0.0, port: 9}\n" + KEYS).uri()).isEqualTo(URI.create("http://127.0.0.1:9"));
    }

    @Test
    void theKeyIsTheConfiguredOneThatMayDoEverythingElseTheFirst() {
        assertThat(access(KEYS).key()).contains("second-secret");
        assertThat(access("auth: {keys: [{name: a, key: only-secret}]}").key()).contains("only-secret");
        assertThat(access("").key()).isEmpty();
    }

    @Test
    void theEnvironmentsKeyWinsOverTheConfiguredAndATypedOneOverBoth() {
        var environment = Map.of("LAKEHOUSE_KEY", "from-environment");
        assertThat(Access.of(Optional.empty(), Optional.empty(), environment, configured(KEYS)).key())
                .contains("from-environment");
        assertThat(Access.of(Optional.empty(), Optional.of("typed"), environment, configured(KEYS)).key()).contains("typed");
        assertThat(Access.of(Optional.empty(), Optional.empty(), Map.of("LAKEHOUSE_KEY", ""), configured(KEYS)).key())
                .contains("second-secret");
    }

    @Test
    void aConfiguredKeyIsNeverSentToAnAddressThatWasTyped() {
        assertThat(Access.of(Optional.of("http://elsewhere:1"), Optional.empty(), Map.of(), configured(KEYS)).key()).isEmpty();
    }

    @Test
    void aTypedAddressNeedsNoConfiguration() {
        assertThat(Access.of(Optional.of("http://h:1"), Optional.of("typed"), Map.of(), () -> {
            throw new AssertionError("it was read");
        })).hasToString("http://h:1 with a key");
    }

    @Test
    void aPortThatTheServiceChoosesItselfMustBeNamed() {
        assertThat(refusal(() -> access("server: {port: 0}"))).startsWith("server.port: 0").contains("--url");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8080", "ftp://h", "http://", "http://ada:hunter2@h", "http://h/?key=hunter2",
        "http://ada:hunter2@h/ /", "hunter2"})
    void whatIsNoAddressIsRefusedWithoutRepeatingIt(String url) {
        assertThat(refusal(() -> Access.of(Optional.of(url), Optional.empty(), Map.of(), configured(""))))
                .startsWith("--url: ").doesNotContain("hunter2");
    }

    @Test
    void aKeyThatNoHeaderCanCarryIsRefusedWithoutRepeatingIt() {
        assertThat(refusal(() -> Access.of(Optional.of("http://h"), Optional.of("hunter2\nx: y"), Map.of(), configured(""))))
                .startsWith("--key: ").doesNotContain("hunter2");
    }

    private Access access(String yaml) {
        return Access.of(Optional.empty(), Optional.empty(), Map.of(), configured(yaml));
    }

    private Supplier<Configuration> configured(String yaml) {
        return () -> {
            try {
                return Configuration.assemble(Optional.of(Files.writeString(directory.resolve("lakehouse.yaml"), yaml)), Map.of(),
                        Map.of());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static String refusal(Supplier<Access> attempt) {
        var refusal = catchThrowableOfType(LakehouseException.class, attempt::get);
        assertThat(refusal.code()).isEqualTo(LakehouseException.Code.CONFIGURATION);
        assertThat(refusal.getCause()).isNull();
        return refusal.getMessage();
    }
}
