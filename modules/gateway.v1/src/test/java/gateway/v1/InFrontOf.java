package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import provider.scripted.Ollama;
import provider.scripted.Script;
import provider.scripted.ScriptedProvider;

/// Tests of a gateway in front of two providers: its sidecar, which has the model `m`, and one of another protocol. All tests of
/// a class share them, and find them as they were.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InFrontOf {

    private final Script ofSidecar;
    private final Script ofProvider;
    private final String model;
    ScriptedProvider sidecar;
    ScriptedProvider provider;
    TestGateway gateway;
    /// What the two had received before the test.
    int receivedBefore;

    /// @param provider what the other provider answers
    /// @param model which it has
    InFrontOf(Script provider, String model) {
        this(Ollama.answering("o"), provider, model);
    }

    /// @param sidecar what the sidecar answers
    InFrontOf(Script sidecar, Script provider, String model) {
        this.ofSidecar = sidecar;
        this.ofProvider = provider;
        this.model = model;
    }

    /// How the gateway knows the other provider, and whatever else it is told.
    ///
    /// @param uri where that is
    abstract Map<String, String> settings(String uri);

    @BeforeAll
    void start(@TempDir Path data) {
        sidecar = ScriptedProvider.start(ofSidecar, "m");
        provider = ScriptedProvider.start(ofProvider, model);
        gateway = TestGateway.start(sidecar, data, new HashMap<>(settings(provider.uri().toString())));
    }

    @AfterAll
    void stop() {
        gateway.close();
        provider.close();
        sidecar.close();
    }

    @BeforeEach
    void answerAsEver() {
        sidecar.follow(ofSidecar);
        provider.follow(ofProvider);
        receivedBefore = received();
    }

    /// What the two have received so far.
    int received() {
        return sidecar.received().size() + provider.received().size();
    }

    /// The row of a call, once none is under way any more.
    JsonNode settled(HttpResponse<?> answer) throws InterruptedException {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10); gateway.getJson("/v1/usage")
                .at("/completeness/in_flight")
                .asLong(1) != 0;) {
            assertThat(System.nanoTime()).as("the call is settled within ten seconds").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return gateway.rowOf(answer);
    }
}
