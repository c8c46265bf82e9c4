package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import gateway.v1.call.Endpoint;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import provider.scripted.OpenAi;

/// Bad input by the thousand: never a 5xx, never a thread that hangs, each request a row or counted at the door.
class BadInputTest extends InFrontOf {

    private static final int REQUESTS = 400;
    private static final String CHAT = """
            {"model":"%s","messages":[{"role":"system","content":"be brief"},{"role":"user","content":[{"type":"text","text":"one"},
            {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]},
            {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"c1","content":"2"}],"tools":[{"type":"function","function":{"name":"f","description":"d",
            "parameters":{"type":"object","properties":{}},"strict":false}}],"tool_choice":"auto","temperature":0.5,"top_p":1,"seed":7,
            "max_tokens":5,"stop":["x"],"stream":false,"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":
            {"type":"object"}}},"reasoning_effort":"low","user":"u"}""";

    BadInputTest() {
        super(OpenAi.answering("o"), "g");
    }

    @Override
    Map<String, String> settings(String uri) {
        return Map.of("providers.a.type", "openai", "providers.a.base-url", uri + "/v1", "limits.max-body-bytes",
                "1000000");
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedInTheProtocolsOwnShapeAndLeavesARowOrACount(Endpoint endpoint) throws Exception {
        var garbler = new Garbler(endpoint.ordinal());
        var answers = new ArrayList<HttpResponse<String>>();
        long counted = gateway.countedAtDoor();
        for (int at = 0; at < REQUESTS; at++) {
            var body = garbler.garble(good(endpoint).formatted(at % 2 == 0 ? "m" : "a/g"));
            var answer = gateway.client().send(gateway.request(endpoint.path()).timeout(Duration.ofSeconds(20))
                    .POST(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).as("%s with %s answered %s", endpoint, shortened(body), answer.body())
                    .isLessThan(500);
            answers.add(answer);
        }

        assertThat(answers.stream().filter(answer -> answer.statusCode() >= 400).count()).as("refused ones")
                .isGreaterThan(REQUESTS / 4);
        var rows = rowIds();
        // A request in Ollama's words that asks nothing is answered without a model, and so without a row.
        long withoutRow = answers.stream().filter(answer -> !endpoint.path().startsWith("/api/") || answer.statusCode() >= 400)
                .map(BadInputTest::id).filter(id -> !rows.contains(id)).count();
        assertThat(gateway.countedAtDoor() - counted).isEqualTo(withoutRow);
        assertThat(gateway.getJson("/v1/usage").at("/completeness/in_flight").asLong()).isZero();
        var ids = answers.stream().map(BadInputTest::id).collect(Collectors.toSet());
        var sent = gateway.rows().stream().filter(row -> ids.contains(row.path("call_id").asText()))
                .filter(row -> !row.path("sent_at").isNull()).count();
        assertThat(sent).isEqualTo(received() - receivedBefore);
    }

    /// What no client would send: lengths that are not so, two lengths, a length and chunks, broken chunks, headers that break lines.
    @ParameterizedTest
    @ValueSource(strings = {"content-length: 5\r\n\r\n{\"a\":1}", "content-length: 500\r\n\r\n{}", "content-length: -1\r\n\r\n{}",
        "content-length: many\r\n\r\n{}", "content-length: 2\r\ncontent-length: 3\r\n\r\n{}",
        "content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        "transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        "transfer-encoding: chunked\r\n\r\nffffffffffffffff\r\n{}",
        "transfer-encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        "x-folded: a\r\n b\r\ncontent-length: 2\r\n\r\n{}", "bad header: x\r\ncontent-length: 2\r\n\r\n{}",
        "x-lakehouse-user: a\u0000b\r\ncontent-length: 2\r\n\r\n{}", "host: elsewhere.example\r\ncontent-length: 2\r\n\r\n{}",
        "expect: 100-continue\r\ncontent-length: 2\r\n\r\n", "expect: miracles\r\ncontent-length: 2\r\n\r\n{}"})
    void isNoMatchForTheServerWhereItIsNotEvenHttp(String rest) throws Exception {
        var status = rawStatus(
                "POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n" + rest);

        assertThat(status).isLessThan(500);
        assertThat(gateway.post("/v1/chat/completions", "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")
                .statusCode()).isEqualTo(200);
        assertThat(gateway.getJson("/v1/usage").at("/completeness/in_flight").asLong()).isZero();
        assertThat(received() - receivedBefore).isEqualTo(1);
    }

    @Test
    void headersOfTheCallersGoToNoProvider() {
        gateway.post("/v1/chat/completions", "{\"model\":\"a/g\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                "x-smuggled",
                "1", "authorization", "Bearer client-secret", "x-api-key", "client-secret", "cookie", "c=1", "x-forwarded-for",
                "1.2.3.4", "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        assertThat(provider.received().getLast().headers()).doesNotContainKeys("x-smuggled", "authorization", "x-api-key",
                "cookie",
                "x-forwarded-for", "traceparent");
    }

    /// The answer's status; 0 where the server hung up or waits for more.
    private int rawStatus(String request) throws IOException {
        try (var socket = new Socket(gateway.uri().getHost(), gateway.uri().getPort())) {
            socket.setSoTimeout(1000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            var line = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return line.length() < 12 ? 0 : Integer.parseInt(line.substring(9));
        } catch (SocketTimeoutException e) {
            return 0;
        }
    }

    private Set<String> rowIds() {
        var ids = new HashSet<String>();
        var lines = gateway.get("/v1/usage/export").body().lines().toList();
        for (var line : lines) {
            int at = line.indexOf("\"call_id\":\"");
            if (at >= 0) {
                ids.add(line.substring(at + 11, at + 47));
            }
        }
        return ids;
    }

    private static String id(HttpResponse<String> answer) {
        return answer.headers().firstValue("x-request-id").orElse("none");
    }

    private static String shortened(byte[] body) {
        var text = new String(body, StandardCharsets.UTF_8);
        return text.substring(0, Math.min(2000, text.length()));
    }

    /// A request of each endpoint that is answered well, with a place for the model's name.
    private static String good(Endpoint endpoint) {
        return switch (endpoint) {
            case CHAT, CHAT_COMPLETIONS -> CHAT;
            case COMPLETIONS ->
                "{\"model\":\"%s\",\"prompt\":\"one\",\"stream\":false,\"max_tokens\":5,\"stop\":[\"x\"],\"seed\":1}";
            case RESPONSES ->
                """
                    {"model":"%s","instructions":"be brief","input":[{"type":"message","role":"user","content":[{"type":"input_text",
                    "text":"one"}]},{"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},{"type":"function_call_output",
                    "call_id":"c1","output":"2"}],"tools":[{"type":"function","name":"f","parameters":{"type":"object"},"strict":true}],
                    "tool_choice":"auto","max_output_tokens":5,"temperature":1,"text":{"format":{"type":"text"}},"stream":false}""";
            case MESSAGES -> """
                    {"model":"%s","max_tokens":5,"system":[{"type":"text","text":"be brief"}],"messages":[{"role":"user","content":[
                    {"type":"text","text":"one"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}]},
                    {"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"f","input":{}}]},{"role":"user","content":[
                    {"type":"tool_result","tool_use_id":"c1","content":"2","is_error":false}]}],"tools":[{"name":"f","description":"d",
                    "input_schema":{"type":"object"}}],"tool_choice":{"type":"auto"},"temperature":0.5,"stop_sequences":["x"],
                    "stream":false,"metadata":{"user_id":"u"}}""";
            case EMBEDDINGS ->
                "{\"model\":\"%s\",\"input\":[\"one\",\"two\"],\"encoding_format\":\"float\",\"dimensions\":4,\"user\":\"u\"}";
            case RERANK, AI_RERANK ->
                "{\"model\":\"%s\",\"query\":\"q\",\"documents\":[\"one\",\"two\"],\"top_n\":1,\"return_documents\":true}";
            case API_CHAT ->
                """
                    {"model":"%s","messages":[{"role":"user","content":"one","images":["iVBORw0KGgo="]},{"role":"assistant","content":"",
                    "tool_calls":[{"function":{"name":"f","arguments":{"a":1}}}]},{"role":"tool","tool_name":"f","content":"2"}],
                    "tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"}}}],
                    "stream":false,"format":"json","think":false,"keep_alive":"5m","options":{"seed":1,"num_ctx":10,"stop":["x"]}}""";
            case API_GENERATE ->
                "{\"model\":\"%s\",\"prompt\":\"one\",\"system\":\"s\",\"stream\":false,\"format\":{\"type\":\"object\"},\"images\":[],\"raw\":false}";
            case API_EMBED -> "{\"model\":\"%s\",\"input\":[\"one\",\"two\"],\"truncate\":true,\"dimensions\":4}";
            case API_EMBEDDINGS -> "{\"model\":\"%s\",\"prompt\":\"one\"}";
            case AI_GENERATE ->
                "{\"model\":\"%s\",\"prompt\":\"one\",\"system\":\"s\",\"stream\":false,\"options\":{\"seed\":1}}";
            case AI_EMBED -> "{\"model\":\"%s\",\"input\":[\"one\",\"two\"],\"truncate\":true}";
        };
    }
}
