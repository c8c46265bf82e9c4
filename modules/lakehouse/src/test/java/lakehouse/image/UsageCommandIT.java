package lakehouse.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `bin/lakehouse usage` against a running service.
class UsageCommandIT {

    private static final String CHAT = "{\"messages\":[{\"role\":\"user\",\"content\":\"Reply with PONG\"}]}";
    private static final String PRICE = """
            prices:
              - {provider: ollama, model: "extractive:latest", input: 0, per-request: 0.5, currency: EUR}
            """;

    @TempDir
    private Path directory;

    @Test
    void callsAreShownAndGetTheirCostOnceTheirPriceIsConfigured() throws Exception {
        try (var service = Launched.serve(directory, Map.of())) {
            service.post("/v1/chat", CHAT, "x-lakehouse-caller", "ann");
            service.post("/v1/chat", CHAT, "x-lakehouse-caller", "bob");
            var table = usage(service);
            assertThat(table).hasSize(3);
            assertThat(table.getFirst()).startsWith("model").contains("unpriced").doesNotContain("cost");
            assertThat(table.get(1)).startsWith("extractive:latest ");
            assertThat(usage(service, "--by", "caller,day", "--where", "caller=ann")).hasSize(3).element(1).asString()
                    .startsWith("ann");
            service.terminate();
            assertThat(service.exit(Duration.ofSeconds(60))).isEqualTo(143);
        }
        Files.writeString(directory.resolve("lakehouse.yaml"), PRICE);
        try (var service = Launched.serve(directory, Map.of())) {
            assertThat(usage(service, "reprice", "--from", "2026-01-01", "--dry-run"))
                    .contains("2 attempts looked at, 2 would change");
            assertThat(usage(service, "reprice", "--from", "2026-01-01")).contains("2 attempts looked at, 2 changed");
            assertThat(usage(service).getFirst()).contains("cost EUR").doesNotContain("unpriced");
            assertThat(usage(service).getLast()).startsWith("all").contains("1.000000");

            // More days than the service answers at once.
            var json = new ObjectMapper().readTree(String.join("", usage(service, "--json", "--from", "2024-01-01")));
            assertThat(json.path("has_more").asBoolean()).isFalse();
            assertThat(json.path("data").size()).isGreaterThan(366);
            assertThat(json.path("data").get(0).path("start_time").asLong()).isEqualTo(1704067200);
            assertThat(json.path("data").get(json.path("data").size() - 1).at("/results/0/num_attempts").asInt()).isEqualTo(2);
        }
    }

    @Test
    void healthAndMetricsSayWhatTheAuditHasFound() throws Exception {
        try (var service = Launched.serve(directory, Map.of())) {
            service.post("/v1/chat", CHAT);
            assertThat(service.get("/health/ready").body()).contains("\"audit\":\"not yet made\"");
            assertThat(service.get("/metrics").body())
                    .contains("lakehouse_ledger_audit_differences{mp_scope=\"application\",} NaN");
            assertThat(usage(service, "audit")).last().isEqualTo("They agree.");
            assertThat(service.get("/health/ready").body()).contains("\"audit\":\"agreed at 2");
            assertThat(service.get("/metrics").body())
                    .contains("lakehouse_ledger_audit_differences{mp_scope=\"application\",} 0.0");
        }
    }

    private List<String> usage(Launched service, String... words) throws Exception {
        var command = new ArrayList<>(List.of("usage"));
        command.addAll(List.of(words));
        command.addAll(List.of("--url", service.uri().toString()));
        try (var process = Launched.run(directory, Map.of(), command.toArray(String[]::new))) {
            assertThat(process.exit(Duration.ofSeconds(60))).as("%s", process.output()).isZero();
            return process.output();
        }
    }
}
