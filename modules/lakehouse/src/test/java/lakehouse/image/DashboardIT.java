package lakehouse.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import telemetry.MetricLabel;
import telemetry.MetricName;

/// Whoever names metrics, held against what a running service answers: the dashboard and the rules that come along, and our own
/// names.
class DashboardIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ETC = Launched.IMAGE.resolve("../../../../etc").normalize();
    private static final Pattern VALUES = Pattern.compile("label_values\\((\\w+), (\\w+)\\)");
    /// Labels that Prometheus adds to what it has scraped.
    private static final Set<String> OF_THE_SCRAPE = Set.of("instance", "job");

    private static Exposition metrics;

    @BeforeAll
    static void call(@TempDir Path directory) throws Exception {
        metrics = ManyCalls.make(directory).exposition();
    }

    @Test
    void ourMetricsAreThoseThatAreNamedInOnePlace() {
        var names = constants(MetricName.class);
        assertThat(metrics.families().keySet()).containsAll(names);
        // Helidon adds the greatest value of late to each histogram.
        assertThat(metrics.families().keySet()).filteredOn(DashboardIT::isOurs)
                .allSatisfy(name -> assertThat(names).contains(name.replaceFirst("_max$", "")));
    }

    @Test
    void ourLabelsAreThoseThatAreNamedInOnePlace() {
        var labels = new TreeSet<>(constants(MetricLabel.class));
        labels.remove(MetricLabel.OTHER);
        labels.addAll(Set.of("mp_scope", "le"));
        assertThat(metrics.samples()).filteredOn(sample -> isOurs(sample.name())).hasSizeGreaterThan(100)
                .allSatisfy(sample -> assertThat(labels).containsAll(sample.labels().keySet()));
    }

    @Test
    void theDashboardAsksForWhatThereIs() throws IOException {
        var dashboard = JSON.readTree(ETC.resolve("grafana/lakehouse.json").toFile());
        assertThat(dashboard.findValuesAsText("expr")).hasSizeGreaterThan(40).allSatisfy(DashboardIT::asksForWhatThereIs);
        assertThat(VALUES.matcher(dashboard.toString()).results()).hasSize(2).allSatisfy(asked -> {
            assertThat(metrics.named(asked.group(1))).isNotEmpty();
            assertThat(Set.of(asked.group(2))).isSubsetOf(Stream
                    .concat(metrics.labels(asked.group(1)).stream(), OF_THE_SCRAPE.stream()).toList());
        });
    }

    @Test
    void theRulesAskForWhatThereIs() throws IOException {
        try (var file = Files.newInputStream(ETC.resolve("prometheus/lakehouse.rules.yml"))) {
            var rules = JSON.<JsonNode>valueToTree(new Yaml().load(file)).at("/groups/0/rules");
            assertThat(rules).hasSizeGreaterThan(9).allSatisfy(rule -> {
                asksForWhatThereIs(rule.path("expr").asText());
                assertThat(rule.path("alert").asText()).startsWith("Lakehouse");
                assertThat(rule.at("/labels/severity").asText()).isIn("warning", "critical");
                assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
                assertThat(rule.at("/annotations/description").asText()).isNotBlank();
            });
        }
    }

    private static void asksForWhatThereIs(String text) {
        var expression = new PromQl(text);
        var known = new TreeSet<>(OF_THE_SCRAPE);
        assertThat(expression.metrics()).as(text).isNotEmpty().allSatisfy(name -> {
            assertThat(metrics.named(name)).as(name).isNotEmpty();
            known.addAll(metrics.labels(name));
        });
        assertThat(known).as(text).containsAll(expression.labels());
    }

    private static boolean isOurs(String name) {
        return name.startsWith("lakehouse_") || name.startsWith("gen_ai_") || name.startsWith("vectors_");
    }

    private static Set<String> constants(Class<?> names) {
        return Arrays.stream(names.getDeclaredFields()).filter(field -> Modifier.isPublic(field.getModifiers()))
                .map(DashboardIT::value).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String value(Field constant) {
        try {
            return (String) constant.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
