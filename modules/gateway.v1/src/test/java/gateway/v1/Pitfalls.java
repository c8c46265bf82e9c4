package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpRequest.BodyPublishers;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import provider.scripted.Ollama;
import provider.scripted.ScriptedProvider;

/// A gateway in front of a provider that counts, for the faults by which ledgers are known to lose or falsify usage. Each is told,
/// with what is done about it, in `module-info-docs/pitfalls.md`. Whatever a test does, at its end every call that the
/// provider received has one row, and the audit agrees.
abstract class Pitfalls {

    static final String CHAT = "{\"messages\":[{\"role\":\"user\",\"content\":\"one two three\"}]}";
    static final String STREAM = "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"one two three\"}]}";

    @TempDir
    Path data;
    ScriptedProvider provider;
    TestGateway gateway;

    @BeforeEach
    void start() {
        provider = ScriptedProvider.start(Ollama.answering("well ", "then"), "m");
        gateway = TestGateway.start(provider, data, Map.of());
    }

    @AfterEach
    void holdAgainstTheProvider() throws InterruptedException {
        try {
            awaitNone("in_flight");
            var figures = completeness();
            var sent = gateway.rows().stream()
                    .filter(row -> !row.path("sent_at").isNull() || row.path("status").asText().equals("lost")).count();
            assertThat(sent + figures.path("dead_letters").asLong()).as("rows of calls that the provider received")
                    .isEqualTo(provider.received().size());
            assertThat(figures.path("accepted").asLong()).isEqualTo(figures.path("settled").asLong());
            var audit = gateway.getJson("/v1/usage/audit");
            assertThat(audit.path("agrees").asBoolean()).as("the audit: " + audit).isTrue();
        } finally {
            gateway.close();
            provider.close();
        }
    }

    void restart(Map<String, String> settings) {
        gateway.close();
        gateway = TestGateway.start(provider, data, settings);
    }

    /// A stream of which the first bytes have come.
    HttpResponse<InputStream> begin(String path, String body) throws Exception {
        var answer = gateway.client().send(gateway.request(path).POST(BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofInputStream());
        assertThat(answer.body().readNBytes(500)).hasSize(500);
        return answer;
    }

    /// The results of `GET /v1/usage`, of all buckets.
    List<JsonNode> results(String query) {
        var results = new ArrayList<JsonNode>();
        gateway.getJson("/v1/usage?" + query).path("data").forEach(bucket -> bucket.path("results").forEach(results::add));
        return results;
    }

    JsonNode completeness() {
        return gateway.getJson("/v1/usage").path("completeness");
    }

    void awaitNone(String figure) throws InterruptedException {
        for (long end = System.nanoTime() + Duration.ofSeconds(10).toNanos(); System.nanoTime() < end;) {
            if (completeness().path(figure).asLong(1) == 0) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        throw new AssertionError(figure + " is not 0 after 10 s: " + completeness());
    }
}
