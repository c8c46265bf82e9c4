package langfuse.export.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import langfuse.export.LangfuseSettings;
import langfuse.export.TextSettings;
import langfuse.export.span.Spans;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import provider.scripted.ScriptedLangfuse;
import provider.scripted.SpanView;
import telemetry.EndedSpan;
import telemetry.TraceContext;

/// Steps of requests on their way into a Langfuse that decodes what it gets.
class StepExporterTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final TraceContext REQUEST = TraceContext.start(ThreadLocalRandom.current());
    private static final TraceContext STEP = REQUEST.child(ThreadLocalRandom.current());

    private ScriptedLangfuse langfuse;
    private StepExporter exporter;

    @BeforeEach
    void start() {
        langfuse = ScriptedLangfuse.start(ScriptedLangfuse.Answer.WELL);
        var settings = new LangfuseSettings(langfuse.uri().resolve("/api/public/otel/v1/traces"), "Basic c2VjcmV0",
                Optional.empty(), Optional.empty(), TextSettings.OFF);
        exporter = new StepExporter(new Endpoint(settings, Duration.ofSeconds(5)),
                new Spans(Optional.of("test"), Optional.of("r1")),
                new Pauses(Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(100)), Duration.ofSeconds(2));
    }

    @AfterEach
    void stop() {
        exporter.close();
        langfuse.close();
    }

    @Test
    void aStepIsASpanWithAllThatIsSaidOfIt() throws Exception {
        exporter.ended(new EndedSpan(STEP, Optional.of(REQUEST.spanId()), "retrieve", EndedSpan.Kind.RETRIEVER, NOON,
                NOON.plusMillis(7), Optional.empty(),
                Map.of("lakehouse.documents", 2L, "lakehouse.mode", "hybrid", "langfuse.trace.tags", List.of("a", "b"))));

        var posted = langfuse.next();
        assertThat(posted.path()).isEqualTo("/api/public/otel/v1/traces");
        var span = posted.spans().getFirst();
        assertThat(span.trace()).isEqualTo(REQUEST.traceId());
        assertThat(span.id()).isEqualTo(STEP.spanId());
        assertThat(span.parent()).isEqualTo(REQUEST.spanId());
        assertThat(span.span().getName()).isEqualTo("retrieve");
        assertThat(span.span().getEndTimeUnixNano() - span.span().getStartTimeUnixNano()).isEqualTo(7_000_000);
        assertThat(span.isError()).isFalse();
        assertThat(span.attributes()).containsEntry("langfuse.observation.type", "retriever")
                .containsEntry("langfuse.environment", "test").containsEntry("langfuse.release", "r1")
                .containsEntry("lakehouse.documents", 2L).containsEntry("lakehouse.mode", "hybrid")
                .containsEntry("langfuse.trace.tags", List.of("a", "b"));
    }

    @Test
    void aStepThatFailedIsAnError() throws Exception {
        exporter.ended(step(Optional.of("model_failed")));

        var span = langfuse.next().spans().getFirst();
        assertThat(span.isError()).isTrue();
        assertThat(span.attributes()).containsEntry("error.type", "model_failed").containsEntry("langfuse.observation.type",
                "span");
        assertThat(span.parent()).isEmpty();
    }

    @Test
    void whatComesWhileLangfuseIsAwayIsToldLater() throws Exception {
        langfuse.follow(posted -> ScriptedLangfuse.Answer.of(503));
        exporter.ended(step(Optional.empty()));
        langfuse.next();
        exporter.ended(step(Optional.of("second")));
        langfuse.follow(ScriptedLangfuse.Answer.WELL);

        await(() -> langfuse.accepted().stream().mapToInt(posted -> posted.spans().size()).sum() == 2);
        assertThat(exporter.dropped()).isZero();
    }

    @Test
    void whatIsTooMuchIsDroppedAndCountedAndNobodyWaits() throws Exception {
        langfuse.follow(posted -> ScriptedLangfuse.Answer.of(503));
        exporter.ended(step(Optional.empty()));
        langfuse.next();
        IntStream.range(0, StepExporter.MOST_WAITING + 5).forEach(at -> exporter.ended(step(Optional.empty())));
        assertThat(exporter.dropped()).isEqualTo(5);
    }

    @Test
    void whatLangfuseWillNotTakeIsCounted() throws Exception {
        langfuse.follow(posted -> ScriptedLangfuse.Answer.of(400));
        exporter.ended(step(Optional.empty()));
        await(() -> exporter.dropped() == 1);
    }

    private static EndedSpan step(Optional<String> error) {
        return new EndedSpan(REQUEST, Optional.empty(), "query", EndedSpan.Kind.SPAN, NOON, NOON, error, Map.of());
    }

    private static void await(BooleanSupplier done) throws InterruptedException {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10); !done.getAsBoolean();) {
            assertThat(System.nanoTime()).as("it is so within ten seconds").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}
