package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import provider.scripted.OpenAi;

/// Requests whose bodies are packed.
class PackedBodiesTest extends InFrontOf {

    private static final String CHAT = "{\"model\":\"a/g\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}";
    private static final int LIMIT = 100_000;

    PackedBodiesTest() {
        super(OpenAi.answering("o"), "g");
    }

    @Override
    Map<String, String> settings(String uri) {
        return Map.of("providers.a.type", "openai", "providers.a.base-url", uri + "/v1", "limits.max-body-bytes",
                Integer.toString(LIMIT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "GZIP"})
    void ofGzipAreUnpackedForModels(String coding) throws Exception {
        var answer = post("/v1/chat/completions", zipped(CHAT.formatted("packed")), coding);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(provider.received().getLast().body().toString()).contains("packed");
        assertThat(provider.received().getLast().headers()).doesNotContainKey("content-encoding");
        assertThat(answer.headers().firstValue("content-encoding")).isEmpty();
        assertThat(settled(answer).path("status").asText()).isEqualTo("ok");
    }

    @Test
    void thatAreNotPackedMaySaySo() throws Exception {
        var answer = post("/v1/chat/completions", CHAT.formatted("plain").getBytes(StandardCharsets.UTF_8), "identity");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstd", "br", "deflate"})
    void ofOtherCodingsAreRefusedWithARowInTheCallersProtocol(String coding) throws Exception {
        var answer = post("/v1/messages", zipped("{}"), coding);

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(TestGateway.json(answer).at("/error/message").asText()).contains("content-encoding " + coding, "only gzip");
        assertThat(TestGateway.json(answer).at("/type").asText()).isEqualTo("error");
        assertThat(answer.headers().firstValue("accept-encoding")).hasValue("gzip");
        var row = settled(answer);
        assertThat(row.path("status").asText()).isEqualTo("refused");
        assertThat(row.path("error_type").asText()).isEqualTo("unsupported");
        assertThat(received()).isEqualTo(receivedBefore);
    }

    @Test
    void areMeasuredUnpacked() throws Exception {
        var body = CHAT.formatted("x".repeat(100 * LIMIT));
        byte[] packed = zipped(body);
        assertThat(packed.length).isLessThan(LIMIT);

        var answer = post("/v1/chat/completions", packed, "gzip");

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(settled(answer).path("error_type").asText()).isEqualTo("body_too_large");
    }

    @Test
    void thatAreNoGzipOrBreakOffAreRefusedAndTheNextIsServed() throws Exception {
        long counted = gateway.countedAtDoor();
        byte[] whole = zipped(CHAT.formatted("packed"));

        var plain = post("/v1/chat/completions", CHAT.formatted("plain").getBytes(StandardCharsets.UTF_8), "gzip");
        var cut = post("/v1/chat/completions", Arrays.copyOf(whole, whole.length - 12), "gzip");
        var empty = post("/v1/chat/completions", new byte[0], "gzip");

        assertThat(plain.statusCode()).as(plain.body()).isEqualTo(400);
        assertThat(plain.body()).contains("packing");
        assertThat(cut.statusCode()).as(cut.body()).isEqualTo(400);
        assertThat(empty.statusCode()).as(empty.body()).isEqualTo(400);
        assertThat(received()).isEqualTo(receivedBefore);
        assertThat(post("/v1/chat/completions", whole, "gzip").statusCode()).isEqualTo(200);
        assertThat(gateway.countedAtDoor() - counted).as("those whose body was not read").isBetween(2L, 3L);
    }

    @Test
    void areNotTakenWhereNoModelIsCalled() throws Exception {
        var answer = post("/v1/usage/sql", zipped("{\"sql\":\"SELECT 1\"}"), "gzip");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(415);
        assertThat(answer.body()).contains("content-encoding gzip", "only identity");
    }

    private HttpResponse<String> post(String path, byte[] body, String coding) throws IOException, InterruptedException {
        return gateway.client().send(gateway.request(path, "content-encoding", coding, "content-type", "application/json")
                .timeout(Duration.ofSeconds(20)).POST(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofString());
    }

    private static byte[] zipped(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
