package lakehouse.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {

    @TempDir
    private Path directory;

    @Test
    void defaultsHoldWhereNothingWasSaid() {
        var configuration = of("");
        assertThat(configuration.value("server.host")).isEqualTo("127.0.0.1");
        assertThat(configuration.value("server.port")).isEqualTo("8080");
        assertThat(configuration.value("data.dir")).isEqualTo("./data");
        assertThat(configuration.value("sidecar.url")).isEqualTo("embedded");
        assertThat(configuration.value("server.max-payload-size")).isEqualTo("33554432");
    }

    @Test
    void theExampleIsTakenAsItIsShipped() {
        var example = Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../../etc/lakehouse.yaml").normalize();
        var configuration = Configuration.assemble(Optional.of(example), Map.of(), Map.of());
        assertThat(configuration.value("retries.max")).isEqualTo("0");
    }

    @Test
    void nestedListsAndMappingsBecomeFlatKeys() {
        var configuration = of("""
                auth:
                  keys:
                    - {name: laptop, key: secret-one, scopes: [call, usage]}
                    - name: phone
                      key: secret-two
                """);
        assertThat(configuration.value("auth.keys.0.scopes.1")).isEqualTo("usage");
        assertThat(configuration.value("auth.keys.1.name")).isEqualTo("phone");
        assertThat(configuration.config().getValue("auth.keys.0.scopes", String[].class)).containsExactly("call", "usage");
    }

    @Test
    void scalarsStayAsTheyAreWritten() {
        var configuration = of("prices: [{from: 2026-01-01, input: 0.10}]\nmodels: {on: 010, 'no': yes}\n");
        assertThat(configuration.value("prices.0.from")).isEqualTo("2026-01-01");
        assertThat(configuration.value("prices.0.input")).isEqualTo("0.10");
        assertThat(configuration.value("models.on")).isEqualTo("010");
        assertThat(configuration.value("models.no")).isEqualTo("yes");
    }

    @Test
    void theCommandLineWinsOverSystemPropertiesAndThoseOverTheFile() {
        var file = file("data: {dir: from-file}\nsidecar: {port: 1}\nusage: {retention: P1D}\n");
        System.setProperty("data.dir", "from-property");
        System.setProperty("sidecar.port", "2");
        try {
            var configuration = Configuration.assemble(Optional.of(file), Map.of("data.dir", "from-line"), Map.of());
            assertThat(configuration.value("data.dir")).isEqualTo("from-line");
            assertThat(configuration.value("sidecar.port")).isEqualTo("2");
            assertThat(configuration.value("usage.retention")).isEqualTo("P1D");
            assertThat(configuration.with("data.dir", "known-later").value("data.dir")).isEqualTo("known-later");
        } finally {
            System.clearProperty("data.dir");
            System.clearProperty("sidecar.port");
        }
    }

    @Test
    void theServersBodyLimitFollowsTheGateways() {
        assertThat(of("limits: {max-body-bytes: 1000}").value("server.max-payload-size")).isEqualTo("2000");
    }

    @Test
    void credentialsTakeThePlaceOfTheirReferences() throws IOException {
        Files.writeString(directory.resolve("openai.key"), " sk-${server.port}-\\$1 \n");
        var file = file("providers: {openai: {api-key: 'Bearer ${credential:openai.key}'}}");
        var configuration = Configuration.assemble(Optional.of(file), Map.of(),
                Map.of("CREDENTIALS_DIRECTORY", directory.toString()));
        assertThat(configuration.value("providers.openai.api-key")).isEqualTo("Bearer sk-${server.port}-\\$1");
        assertThat(configuration.config().getConfigSources().toString()).doesNotContain("sk-");
    }

    @Test
    void aMissingCredentialIsToldByKeyAndName() {
        var file = file("providers: {openai: {api-key: '${credential:openai.key}'}}");
        refusal(file, Map.of("CREDENTIALS_DIRECTORY", directory.toString()))
                .startsWith("providers.openai.api-key: credential 'openai.key' is missing");
        refusal(file, Map.of()).startsWith("providers.openai.api-key: credential 'openai.key'")
                .contains("CREDENTIALS_DIRECTORY is not set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "/etc/passwd", ".", ""})
    void aCredentialsNameLeadsNowhereElse(String name) {
        refusal(file("defaults: {provider: '${credential:" + name + "}'}"), Map.of("CREDENTIALS_DIRECTORY", directory.toString()))
                .contains("is not a name");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            serer: {port: 1}        | lakehouse.yaml:1: unknown key 'serer', did you mean 'server'?
            model: {a: b}           | lakehouse.yaml:1: unknown key 'model', did you mean 'models'?
            zoo: 1                  | unknown key 'zoo'; known keys: auth, backup, breaker, data
            "a: b: c"               | lakehouse.yaml:1: is not YAML: mapping values are not allowed here
            "server: [1"            | is not YAML
            just words              | is not a mapping of keys to values
            "data: {dir: a, dir: b}"| data.dir is set twice
            "data: &x {more: *x}"   | data.more contains itself
            "server: {port: 99999}" | server.port: '99999' is not a number between 0 and 65535
            "server: {port: http}"  | server.port: 'http' is not a number between 0 and 65535
            "server: {host: 0.0.0.0}" | server.host: 0.0.0.0 can be reached from other machines, and no key is configured
            "server: {host: '::'}"  | server.host: :: can be reached from other machines, and no key is configured
            "server: {host: no.such.host.invalid}" | server.host: no address for 'no.such.host.invalid'
            "server: {sockets: [{port: 1}]}" | server.sockets: Lakehouse listens on one address only
            "server: {prot: 1}"     | lakehouse.yaml:1: unknown key 'server.prot', did you mean 'server.port'?
            "server: {port: {a: 1}}" | unknown key 'server.port.a'
            "usage: {journal: {sync: os}}" | unknown key 'usage.journal.sync', did you mean 'usage.journal.fsync'?
            "usage: {zzzzzzzzzz: 1}" | unknown key 'usage.zzzzzzzzzz'; known keys: journal, on-unrecordable, retention
            "usage: os"             | 'usage' is no value but has keys: journal, on-unrecordable, retention
            "auth: {keys: [{nmae: a}]}" | unknown key 'auth.keys.0.nmae', did you mean 'auth.keys.0.name'?
            "providers: {a: {base_url: b}}" | unknown key 'providers.a.base_url', did you mean 'providers.a.base-url'?
            "server: {shutdown-grace-period: abc}" | server.shutdown-grace-period: 'abc' is not a duration such as PT30S
            "server: {shutdown-grace-period: PT-1S}" | server.shutdown-grace-period: 'PT-1S' is not a duration such as PT30S
            "server: {max-concurrent-requests: many}" | server.max-concurrent-requests: 'many' is not a whole number such as 4096
            "server: {connection-options: {tcp-no-delay: maybe}}" | server.connection-options.tcp-no-delay: 'maybe' is not true or false
            "vectors: {chunk-words: x}" | vectors.chunk-words: 'x' is not a whole number such as 200
            "providers: {a: {api-key: '${NO_SUCH_NAME}'}}" | providers.a.api-key: ${NO_SUCH_NAME} stands for nothing
            "limits: {max-body-bytes: 0}" | limits.max-body-bytes: '0' is not a number between 1 and
            """)
    void whatCannotBeIsRefusedInOneLine(String yaml, String expected) {
        refusal(file(yaml), Map.of()).contains(expected).doesNotContain("\n");
    }

    @Test
    void everyKeyOfTheExampleIsKnown() throws IOException {
        var example = Files
                .readString(Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../../etc/lakehouse.yaml"));
        assertThat(of(example).value("retries.max")).isEqualTo("0");
        var all = example.replaceAll("(?m)^(\\s*)#(?=\\S)", "$1").replaceAll("[$][{]credential:[^}]*}", "a-secret");
        assertThat(of(all).value("providers.openai.type")).isEqualTo("openai");
    }

    @Test
    void namesOfTheOperatorsOwnHelidonsKeysAndReferencesThatLeadSomewhereAreLetThrough() {
        var configuration = of("""
                server: {backlog: 10, tls: {enabled: false}}
                metrics: {anything: 1}
                providers: {mine: {type: ollama, base-url: '${data.dir}/${NO_SUCH_NAME:otherwise}'}}
                models: {fast: mine/a, good: [mine/a, mine/b]}
                auth:
                  keys: [{name: a, key: 'b\\${c}', scopes: 'call, usage'}]
                data: {dir: x}
                prices:
                """);
        assertThat(configuration.value("providers.mine.base-url")).isEqualTo("x/otherwise");
    }

    @Test
    void aWrongValueIsToldWhereverItStands() {
        var refusal = catchThrowableOfType(LakehouseException.class, () -> Configuration.assemble(Optional.empty(),
                Map.of("vectors.embed-batch", "2.5"), Map.of()));
        assertThat(refusal).hasMessage("vectors.embed-batch: '2.5' is not a whole number such as 32");
    }

    @Test
    void anyAddressMayBeListenedOnWithAKey() {
        assertThat(of("server: {host: 0.0.0.0}\nauth: {keys: [{name: a, key: secret}]}").value("server.host"))
                .isEqualTo("0.0.0.0");
    }

    @Test
    void aFileThatIsNotThereOrNotTextIsToldByItsName() throws IOException {
        var missing = directory.resolve("missing.yaml");
        refusal(missing, Map.of()).isEqualTo(missing + ": no such file");
        var binary = Files.write(directory.resolve("binary.yaml"), "data: {dir: é}".getBytes(StandardCharsets.ISO_8859_1));
        refusal(binary, Map.of()).isEqualTo(binary + ": is not UTF-8");
    }

    private static AbstractStringAssert<?> refusal(Path file, Map<String, String> environment) {
        var refusal = catchThrowableOfType(LakehouseException.class,
                () -> Configuration.assemble(Optional.of(file), Map.of(), environment));
        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(Code.CONFIGURATION);
        return assertThat(refusal.getMessage());
    }

    private Configuration of(String yaml) {
        return Configuration.assemble(Optional.of(file(yaml)), Map.of(), Map.of());
    }

    private Path file(String yaml) {
        try {
            return Files.writeString(directory.resolve("lakehouse.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
