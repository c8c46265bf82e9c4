package langfuse.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LangfuseSettingsTest {

    private static final Map<String, String> WHOLE = Map.of("langfuse.url", "https://langfuse.example/", "langfuse.public-key",
            "pk-lf-1", "langfuse.secret-key", "sk-lf-canary");

    @Test
    void aUrlAndTwoKeysAreAllItTakes() {
        var settings = read(WHOLE).orElseThrow();
        assertThat(settings.traces()).hasToString("https://langfuse.example/api/public/otel/v1/traces");
        assertThat(settings.projects()).hasToString("https://langfuse.example/api/public/projects");
        assertThat(settings.authorization()).isEqualTo("Basic cGstbGYtMTpzay1sZi1jYW5hcnk=");
        assertThat(settings.environment()).isEmpty();
        assertThat(settings.toString()).doesNotContain("canary").doesNotContain("Basic");
    }

    @Test
    void withoutAUrlItIsOff() {
        assertThat(read(Map.of())).isEmpty();
        assertThat(read(Map.of("langfuse.url", " ", "langfuse.secret-key", "sk"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"langfuse.public-key", "langfuse.secret-key"})
    void halfConfiguredItNamesWhatIsMissing(String key) {
        assertThatThrownBy(() -> read(with(key, ""))).isInstanceOf(LangfuseException.class)
                .hasMessage("langfuse.url is set, but not " + key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"langfuse.example", "ftp://langfuse.example", "https://me:canary@langfuse.example",
        "https://langfuse.example?key=canary", "https://lang fuse/canary", "https:///canary"})
    void whatIsNoAddressIsRefusedWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> read(with("langfuse.url", url))).isInstanceOf(LangfuseException.class)
                .hasMessageStartingWith("langfuse.url ").hasMessageNotContaining("canary").hasNoCause();
    }

    @ParameterizedTest
    @CsvSource({"langfuse.environment,Production", "langfuse.environment,langfuse-own", "langfuse.environment,a b"})
    void namesThatLangfuseWouldNotTakeAreRefused(String key, String value) {
        assertThatThrownBy(() -> read(with(key, value))).isInstanceOf(LangfuseException.class).hasMessageStartingWith(key);
    }

    @Test
    void textIsOffUnlessItIsAskedFor() {
        assertThat(read(WHOLE).orElseThrow().text())
                .isEqualTo(new TextSettings(TextSettings.Kind.OFF, 32768, List.of()));
        assertThat(read(with("langfuse.text", "redacted")).orElseThrow().text().kind()).isEqualTo(TextSettings.Kind.REDACTED);
        assertThat(read(with("langfuse.text", "full")).orElseThrow().text().kind()).isEqualTo(TextSettings.Kind.FULL);
        assertThat(read(with("langfuse.text-limit", "100")).orElseThrow().text().limit()).isEqualTo(100);
    }

    @Test
    void patternsAreAListOrOneAndKeepTheirCommas() {
        assertThat(read(with("langfuse.redact", "E-\\d{3,6}")).orElseThrow().text().redact()).containsExactly("E-\\d{3,6}");
        var list = new HashMap<>(WHOLE);
        for (int at = 0; at < 12; at++) {
            list.put("langfuse.redact." + at, "p" + at);
        }
        assertThat(read(list).orElseThrow().text().redact()).startsWith("p0", "p1", "p2").endsWith("p10", "p11").hasSize(12);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "langfuse.text|on|langfuse.text cannot be 'on': known are off, redacted, full",
        "langfuse.text-limit|0|langfuse.text-limit cannot be '0': from 1 to 262144 characters",
        "langfuse.text-limit|many|langfuse.text-limit cannot be 'many': from 1 to 262144 characters",
        "langfuse.redact.0|(a|langfuse.redact.0 is no pattern of RE2: missing closing )",
        "langfuse.redact.1|(?=a)b|langfuse.redact.1 is no pattern of RE2: invalid or unsupported Perl syntax",
        "langfuse.redact|x*|langfuse.redact cannot be a pattern that is found in an empty text: it would be everywhere"})
    void whatCannotBeMeantIsRefusedByItsKey(String key, String value, String told) {
        assertThatThrownBy(() -> read(with(key, value))).isInstanceOf(LangfuseException.class).hasMessage(told);
    }

    private static Map<String, String> with(String key, String value) {
        var settings = new HashMap<>(WHOLE);
        settings.put(key, value);
        return settings;
    }

    private static Optional<LangfuseSettings> read(Map<String, String> settings) {
        return LangfuseSettings.read(ConfigProviderResolver.instance().getBuilder().withSources(new Fixed(settings)).build());
    }

    private record Fixed(Map<String, String> settings) implements ConfigSource {

        @Override
        public Set<String> getPropertyNames() {
            return settings.keySet();
        }

        @Override
        public String getValue(String name) {
            return settings.get(name);
        }

        @Override
        public String getName() {
            return "test";
        }
    }
}
