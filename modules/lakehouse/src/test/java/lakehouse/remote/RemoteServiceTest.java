package lakehouse.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Optional;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import provider.scripted.Reply;
import provider.scripted.ScriptedProvider;

class RemoteServiceTest {

    private static final JsonNode ASKED = JsonNodeFactory.instance.objectNode().put("sql", "SELECT 1");

    @Test
    void whatIsAskedArrivesWithTheKeyAndTheAnswerKeepsItsDecimals() {
        try (var server = ScriptedProvider.start(call -> Reply.json(200, "{\"cost\":0.10000000000000000001}"));
                var service = new RemoteService(new Access(URI.create(server.uri() + "/"), Optional.of("secret")))) {
            assertThat(service.post("/v1/usage/sql", ASKED).get("cost").decimalValue())
                    .isEqualTo(new BigDecimal("0.10000000000000000001"));
            var received = server.received().getFirst();
            assertThat(received.path()).isEqualTo("/v1/usage/sql");
            assertThat(received.body()).isEqualTo(ASKED);
            assertThat(received.header("authorization")).contains("Bearer secret");
            assertThat(received.header("accept")).contains("application/json");
        }
    }

    @Test
    void anotherMediaTypeIsAskedForAndGivenAsItComes() {
        try (var server = ScriptedProvider.start(call -> new Reply.Whole(200, "text/csv", "a\r\n1\r\n"));
                var service = service(server.uri())) {
            assertThat(service.post("/v1/usage/sql", ASKED, "text/csv").body()).isEqualTo("a\r\n1\r\n");
            assertThat(server.received().getFirst().header("accept")).contains("text/csv");
            assertThat(server.received().getFirst().header("authorization")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "400|{\"error\":{\"message\":\"sql is long\"}}|CONFIGURATION|sql is long",
        "403|{\"error\":{\"message\":\"no scope\"}}|CONFIGURATION|no scope (--key or LAKEHOUSE_KEY)",
        "429|{\"error\":{\"message\":\"busy\"}}|FAILED|busy", "503|{\"detail\":\"gone\"}|FAILED|gone",
        "500|{\"error\":\"plain\"}|FAILED|plain", "502|<html>|FAILED|URI answers with status 502",
        "200|<html>|FAILED|URI does not answer as Lakehouse does: no JSON"})
    void whatTheServiceSaysIsTold(int status, String body, Code code, String message) {
        try (var server = ScriptedProvider.start(call -> Reply.json(status, body)); var service = service(server.uri())) {
            assertRefusal(() -> service.post("/v1/usage/sql", ASKED), code, message.replace("URI", server.uri().toString()));
        }
    }

    @Test
    void readingIsToldToo() {
        try (var server = ScriptedProvider.start(call -> Reply.json(200, "{}")); var service = service(server.uri())) {
            assertThat(service.get("/api/version").get("version").textValue()).isEqualTo("0.0.0-scripted");
            assertRefusal(() -> service.get("/v1/usage"), Code.CONFIGURATION, "no such endpoint");
        }
    }

    @Test
    void whereNothingListensItAsksWhetherTheServiceRuns() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (var service = service(URI.create("http://127.0.0.1:" + port))) {
            assertRefusal(() -> service.get("/v1/usage"), Code.FAILED,
                    "nothing listens at http://127.0.0.1:" + port + ": is the service running?");
        }
    }

    @Test
    void aHostThatIsNotThereIsNamed() {
        try (var service = service(URI.create("http://nowhere.invalid:1"))) {
            assertRefusal(() -> service.get("/v1/usage"), Code.FAILED, "no address for nowhere.invalid");
        }
    }

    @Test
    void aServiceThatHangsUpIsNamed() {
        try (var server = ScriptedProvider.start(call -> new Reply.HangUp()); var service = service(server.uri())) {
            var refusal = catchThrowableOfType(LakehouseException.class, () -> service.post("/v1/usage/sql", ASKED));
            assertThat(refusal).hasMessageStartingWith(server.uri() + " broke off: ");
        }
    }

    private static RemoteService service(URI uri) {
        return new RemoteService(new Access(uri, Optional.empty()));
    }

    private static void assertRefusal(ThrowingCallable asking, Code code, String message) {
        var refusal = catchThrowableOfType(LakehouseException.class, asking);
        assertThat(refusal).hasMessage(message);
        assertThat(refusal.code()).isEqualTo(code);
    }
}
