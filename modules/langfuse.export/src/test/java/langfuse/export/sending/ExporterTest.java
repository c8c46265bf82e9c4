package langfuse.export.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import langfuse.export.LangfuseSettings;
import langfuse.export.TextSettings;
import langfuse.export.span.Spans;
import langfuse.export.sample.Rows;
import langfuse.export.text.Texts;
import provider.scripted.SpanView;
import provider.scripted.ScriptedLangfuse;
import provider.scripted.ScriptedLangfuse.Posted;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import telemetry.Said;
import usage.store.AttemptKey;
import usage.store.AttemptRow;
import usage.store.ErrorType;
import usage.store.Intent;
import usage.store.Outbox;
import usage.store.Status;
import usage.store.StoreSettings;
import usage.store.UsageStore;

/// From a real ledger into a Langfuse that decodes what it gets.
class ExporterTest {

    private static final String SECRET = "Basic c2VjcmV0LWNhbmFyeQ==";
    private static final Function<Posted, ScriptedLangfuse.Answer> WELL = ScriptedLangfuse.Answer.WELL;
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String INPUT = "langfuse.observation.input";
    private static final String OUTPUT = "langfuse.observation.output";
    private static final TextSettings WHOLE = new TextSettings(TextSettings.Kind.FULL, 200_000, List.of());

    @TempDir
    private Path directory;
    private UsageStore store;
    private ScriptedLangfuse langfuse;
    private Texts texts = Texts.of(TextSettings.OFF);
    private final List<Exporter> exporters = new ArrayList<>();

    @BeforeEach
    void open() {
        store = store();
        store.outbox().turnOn();
        langfuse = ScriptedLangfuse.start(WELL);
    }

    @AfterEach
    void close() {
        exporters.forEach(Exporter::close);
        langfuse.close();
        store.close();
    }

    @Test
    void everySentAttemptIsAGenerationAndEveryCallARequest() throws Exception {
        var call = UUID.randomUUID();
        settle(Rows.ended(call, 1, Status.FAILED, ErrorType.CONNECT, false));
        settle(Rows.ended(call, 2, Status.FAILED, ErrorType.PROVIDER_5XX, true));
        settle(Rows.ok(call, 3, Optional.empty()));
        store.outbox().catchUp();
        export();

        var posted = langfuse.next();
        assertThat(posted.method()).isEqualTo("POST");
        assertThat(posted.path()).isEqualTo("/api/public/otel/v1/traces");
        assertThat(posted.headers()).containsEntry("authorization", SECRET).containsEntry("x-langfuse-ingestion-version", "4")
                .containsEntry("content-type", "application/x-protobuf").containsEntry("content-encoding", "gzip");
        var spans = posted.spans();
        assertThat(spans).extracting(SpanView::id).containsExactly("00f067aa0ba902b2", "00f067aa0ba902b3", Rows.PARENT);
        assertThat(spans.subList(0, 2)).allSatisfy(span -> {
            assertThat(span.parent()).isEqualTo(Rows.PARENT);
            assertThat(span.attributes()).containsEntry("langfuse.observation.type", "generation");
        });
        assertThat(spans.getLast().span().getStartTimeUnixNano()).isEqualTo(Rows.NOON.toEpochMilli() * 1_000_000);
        awaitNothingWaiting();
        await(() -> store.outbox().figures().acknowledged() == 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 408, 429, 401, 404, 302})
    void whatIsNotTheRowsFaultIsTriedAgainUntilItIsTaken(int status) throws Exception {
        langfuse.follow(
                posted -> new ScriptedLangfuse.Answer(status, Map.of(), posted.headers().get("authorization").getBytes()));
        settle(ok());
        export();
        langfuse.next();
        langfuse.next();
        await(() -> store.outbox().figures().trouble().isPresent());
        assertThat(store.outbox().figures().trouble()).hasValue("answered " + status);
        await(() -> store.outbox().figures().waiting() == 1);

        langfuse.follow(WELL);
        awaitNothingWaiting();
        assertThat(store.outbox().figures().trouble()).isEmpty();
        assertThat(store.outbox().figures().rejected()).isZero();
        assertThat(langfuse.accepted()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"text/html,<html>Sign in</html>", "application/json,[]", "application/json,Sign in",
        "application/x-protobuf,Sign in"})
    void aSuccessThatIsNotTheProtocolsAcknowledgesNothing(String type, String said) throws Exception {
        langfuse.follow(posted -> new ScriptedLangfuse.Answer(200, Map.of("content-type", type), said.getBytes()));
        settle(ok());
        export();
        langfuse.next();
        langfuse.next();
        await(() -> store.outbox().figures().trouble().isPresent());
        assertThat(store.outbox().figures().trouble()).hasValue("answered 200 with what is no acknowledgement");
        assertThat(total()).extracting(Outbox.Minute::waiting, Outbox.Minute::acknowledged).containsExactly(1L, 0L);

        langfuse.follow(WELL);
        awaitNothingWaiting();
        assertThat(total().difference()).isZero();
    }

    @Test
    void itWaitsAsLongAsItIsToldTo() throws Exception {
        langfuse.follow(posted -> new ScriptedLangfuse.Answer(429, Map.of("retry-after", "1"), new byte[0]));
        settle(ok());
        export();
        langfuse.next();
        long told = System.nanoTime();
        langfuse.next();
        assertThat(Duration.ofNanos(System.nanoTime() - told)).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void nobodyListeningIsAnOutageToo() throws Exception {
        var gone = langfuse.uri();
        langfuse.close();
        settle(ok());
        export(gone, Duration.ofSeconds(10));
        await(() -> store.outbox().figures().trouble().isPresent());
        assertThat(store.outbox().figures().trouble().orElseThrow()).startsWith("no answer");
        await(() -> store.outbox().figures().waiting() == 1);
    }

    @Test
    void oneThatHangsIsGivenUpAndAskedAgainWithTheSameSpans() throws Exception {
        langfuse.follow(posted -> ScriptedLangfuse.Answer.of(0));
        settle(ok());
        export(langfuse.uri(), Duration.ofMillis(200));
        var first = langfuse.next();
        var second = langfuse.next();
        assertThat(second.message()).isEqualTo(first.message());
        langfuse.follow(WELL);
        awaitNothingWaiting();
        assertThat(langfuse.accepted().getLast().message()).isEqualTo(first.message());
    }

    @Test
    void whatWasTakenWithoutTheProcessHearingOfItIsSentAgainWithTheSameIds() throws Exception {
        langfuse.follow(posted -> ScriptedLangfuse.Answer.of(0));
        settle(ok());
        var exporter = export();
        var first = langfuse.next();
        exporter.close();
        store.close();

        store = store();
        langfuse.follow(WELL);
        export();
        assertThat(langfuse.next().message()).isEqualTo(first.message());
        awaitNothingWaiting();
    }

    static Stream<Function<Posted, ScriptedLangfuse.Answer>> refusals() {
        return Stream.of(posted -> ScriptedLangfuse.Answer.of(400), posted -> ScriptedLangfuse.Answer.of(413),
                posted -> ScriptedLangfuse.Answer.of(422),
                posted -> new ScriptedLangfuse.Answer(200, Map.of("content-type", "application/json; charset=utf-8"),
                        "{\"partialSuccess\":{\"rejectedSpans\":\"1\",\"errorMessage\":\"no\"}}"
                                .getBytes(StandardCharsets.UTF_8)),
                posted -> new ScriptedLangfuse.Answer(200, Map.of("content-type", "application/x-protobuf"),
                        ExportTraceServiceResponse.newBuilder()
                                .setPartialSuccess(ExportTracePartialSuccess.newBuilder().setRejectedSpans(1)).build()
                                .toByteArray()));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void theOneAtFaultIsFoundAndCountedAndTheOthersGoOn(Function<Posted, ScriptedLangfuse.Answer> refusal) throws Exception {
        var rows = IntStream.range(0, 50).mapToObj(at -> ok()).toList();
        var bad = rows.get(17).intent().key().callId().toString();
        langfuse.follow(posted -> calls(posted).contains(bad) ? refusal.apply(posted) : WELL.apply(posted));
        rows.forEach(this::settle);
        store.outbox().catchUp();
        export();
        awaitNothingWaiting();

        await(() -> store.outbox().figures().rejected() == 1);
        await(() -> store.outbox().figures().acknowledged() == 49);
        assertThat(total()).extracting(Outbox.Minute::rows, Outbox.Minute::acknowledged, Outbox.Minute::rejected)
                .containsExactly(50L, 49L, 1L);
        var taken = langfuse.accepted().stream().filter(posted -> !calls(posted).contains(bad))
                .flatMap(posted -> calls(posted).stream()).distinct().toList();
        assertThat(taken).hasSize(49);

        settle(ok());
        awaitNothingWaiting();
        await(() -> store.outbox().figures().acknowledged() == 50);

        langfuse.follow(WELL);
        assertThat(store.outbox().sendAgain(Instant.EPOCH, Instant.now().plusSeconds(60))).isEqualTo(51);
        awaitNothingWaiting();
        assertThat(total().difference()).isZero();
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whereNothingIsTakenNothingIsPutAside(Function<Posted, ScriptedLangfuse.Answer> refusal) throws Exception {
        langfuse.follow(refusal);
        settle(ok());
        settle(ok());
        store.outbox().catchUp();
        export();
        await(() -> store.outbox().figures().trouble().isPresent());

        assertThat(store.outbox().figures().trouble().orElseThrow()).startsWith("nothing is taken: ");
        assertThat(store.outbox().figures()).extracting(Outbox.Figures::waiting, Outbox.Figures::rejected)
                .containsExactly(2L, 0L);

        langfuse.follow(WELL);
        awaitNothingWaiting();
        await(() -> store.outbox().figures().acknowledged() == 2);
        assertThat(store.outbox().figures().trouble()).isEmpty();
    }

    @Test
    void oneThatIsRefusedAloneWaitsUntilAnotherIsTaken() throws Exception {
        var bad = ok();
        langfuse.follow(posted -> calls(posted).contains(bad.intent().key().callId().toString())
                ? ScriptedLangfuse.Answer.of(400)
                : WELL.apply(posted));
        settle(bad);
        export();
        await(() -> store.outbox().figures().trouble().isPresent());
        assertThat(store.outbox().figures().rejected()).isZero();

        settle(ok());
        awaitNothingWaiting();
        await(() -> store.outbox().figures().rejected() == 1);
        await(() -> store.outbox().figures().acknowledged() == 1);
    }

    @Test
    void aRequestIsNoLongerThanIsBearable() throws Exception {
        var tags = Collections.nCopies(16, "漢".repeat(64));
        IntStream.range(0, 200).mapToObj(at -> ok()).forEach(row -> {
            var intent = row.intent();
            var who = new Intent.Who("caller", Optional.empty(), Optional.empty(), Optional.empty(), tags);
            settle(new AttemptRow(new Intent(intent.key(), intent.identity(), who, intent.what(), intent.acceptedAt()),
                    row.settlement(), row.cost(), row.priceId()));
        });
        store.outbox().catchUp();
        export();
        awaitNothingWaiting();
        assertThat(langfuse.accepted()).hasSizeGreaterThan(1)
                .allSatisfy(posted -> assertThat(posted.message().getSerializedSize()).isLessThan((1 << 20) + 1000));
        assertThat(langfuse.accepted().stream().flatMap(posted -> calls(posted).stream()).distinct()).hasSize(200);
    }

    @Test
    void closingTellsWhatIsLeft() throws Exception {
        export(langfuse.uri(), LONG, LONG);
        IntStream.range(0, 600).forEach(at -> settle(ok()));
        exporters.removeLast().close();
        assertThat(langfuse.accepted().stream().flatMap(posted -> calls(posted).stream()).distinct()).hasSize(600);
    }

    @Test
    void closingDoesNotWaitForOneThatHangs() throws Exception {
        langfuse.follow(posted -> ScriptedLangfuse.Answer.of(0));
        settle(ok());
        var exporter = export();
        langfuse.next();
        long start = System.nanoTime();
        exporter.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        assertThat(store.outbox().next(10)).isPresent();
    }

    @Test
    void whatWasSaidStandsOnItsGenerationAndThatOfTheLastAttemptOnTheRequest() throws Exception {
        texts = Texts.of(WHOLE);
        var call = UUID.randomUUID();
        say(1, "asked", "half");
        say(2, "asked", "all");
        settle(Rows.ended(call, 1, Status.FAILED, ErrorType.CUT, true));
        settle(Rows.ok(call, 2, Optional.empty()));
        settle(Rows.ok(UUID.randomUUID(), 3, Optional.empty()));
        store.outbox().catchUp();
        export();

        var spans = langfuse.next().spans();
        assertThat(spans).extracting(SpanView::id).containsExactly(span(1), span(2), Rows.PARENT, span(3), Rows.PARENT);
        assertThat(spans).extracting(span -> span.attributes().get(OUTPUT)).containsExactly(assistant("half"), assistant("all"),
                assistant("all"), null, null);
        assertThat(spans.subList(0, 3)).extracting(span -> span.attributes().get(INPUT))
                .containsOnly("[{\"role\":\"user\",\"content\":\"asked\"}]");
    }

    @Test
    void aRequestWhoseLastAttemptWasNotSentShowsTheOneThatWas() throws Exception {
        texts = Texts.of(WHOLE);
        var call = UUID.randomUUID();
        say(1, "asked", "half");
        settle(Rows.ended(call, 1, Status.FAILED, ErrorType.CUT, true));
        settle(Rows.ended(call, 2, Status.FAILED, ErrorType.CONNECT, false));
        store.outbox().catchUp();
        export();
        assertThat(langfuse.next().spans().getLast().attributes()).containsEntry(OUTPUT, assistant("half"));
    }

    @Test
    void textIsKeptUntilItIsAcknowledgedAndNoLonger() throws Exception {
        texts = Texts.of(WHOLE);
        langfuse.follow(posted -> ScriptedLangfuse.Answer.of(503));
        say(1, "asked", "all");
        settle(Rows.ok(UUID.randomUUID(), 1, Optional.empty()));
        export();
        assertThat(outputs(langfuse.next())).containsOnly(assistant("all"));
        assertThat(outputs(langfuse.next())).containsOnly(assistant("all"));
        assertThat(texts.told(span(1)).spanId()).isPresent();

        langfuse.follow(WELL);
        awaitNothingWaiting();
        await(() -> texts.told(span(1)).spanId().isEmpty());
        assertThat(outputs(langfuse.accepted().getLast())).containsOnly(assistant("all"));
        assertThat(texts.dropped()).isZero();

        store.outbox().sendAgain(Instant.EPOCH, Instant.now().plusSeconds(60));
        awaitNothingWaiting();
        assertThat(langfuse.accepted()).hasSize(2);
        assertThat(outputs(langfuse.accepted().getLast())).as("what is told again goes without").isEmpty();
    }

    @Test
    void aRedactorThatFailsCostsTheTextAndNotTheGeneration() throws Exception {
        texts = new Texts(100, 0, text -> {
            throw new IllegalStateException(text);
        }, UnaryOperator.identity());
        say(1, "asked", "all");
        settle(Rows.ok(UUID.randomUUID(), 1, Optional.empty()));
        export();
        awaitNothingWaiting();
        assertThat(langfuse.accepted()).singleElement().satisfies(posted -> {
            assertThat(posted.spans()).hasSize(2);
            assertThat(outputs(posted)).isEmpty();
        });
        assertThat(texts.dropped()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatIsNotTakenWithItsTextIsToldWithoutIt(Function<Posted, ScriptedLangfuse.Answer> refusal) throws Exception {
        texts = Texts.of(WHOLE);
        langfuse.follow(posted -> outputs(posted).contains(assistant("bad")) ? refusal.apply(posted) : WELL.apply(posted));
        for (int at = 1; at <= 5; at++) {
            say(at, "asked", at == 3 ? "bad" : "good");
            settle(Rows.ok(UUID.randomUUID(), at, Optional.empty()));
        }
        store.outbox().catchUp();
        export();
        awaitNothingWaiting();

        assertThat(store.outbox().figures().rejected()).isZero();
        await(() -> store.outbox().figures().acknowledged() == 5);
        await(() -> texts.dropped() == 1);
        var taken = langfuse.accepted().stream().filter(posted -> !outputs(posted).contains(assistant("bad")))
                .flatMap(posted -> posted.spans().stream()).collect(Collectors.toMap(SpanView::id,
                        span -> String.valueOf(span.attributes().get(OUTPUT)), (one, again) -> again));
        assertThat(taken).containsEntry(span(3), "null").containsEntry(span(2), assistant("good")).containsEntry(span(5),
                assistant("good"));
    }

    @Test
    void whatIsNotTakenWithoutItsTextEitherIsRejected() throws Exception {
        texts = Texts.of(WHOLE);
        var bad = Rows.ok(UUID.randomUUID(), 1, Optional.empty());
        langfuse.follow(posted -> calls(posted).contains(bad.intent().key().callId().toString())
                ? ScriptedLangfuse.Answer.of(400)
                : WELL.apply(posted));
        say(1, "asked", "all");
        settle(bad);
        settle(ok());
        store.outbox().catchUp();
        export();
        awaitNothingWaiting();
        await(() -> store.outbox().figures().rejected() == 1);
        assertThat(outputs(langfuse.next())).as("both").isNotEmpty();
        assertThat(outputs(langfuse.next())).as("the one").isNotEmpty();
        assertThat(outputs(langfuse.next())).as("without its text").isEmpty();
        assertThat(texts.dropped()).isEqualTo(1);
    }

    @Test
    void aRequestIsNoLongerThanIsBearableWithTextEither() throws Exception {
        texts = Texts.of(WHOLE);
        for (int at = 1; at <= 9; at++) {
            say(at, "漢".repeat(50_000), "字".repeat(50_000));
            settle(Rows.ok(UUID.randomUUID(), at, Optional.empty()));
        }
        store.outbox().catchUp();
        export();
        awaitNothingWaiting();
        assertThat(langfuse.accepted()).hasSize(9)
                .allSatisfy(posted -> assertThat(posted.message().getSerializedSize()).isLessThan(1 << 20));
    }

    private void say(int attempt, String input, String output) {
        texts.said(
                new Said(span(attempt), List.of(new Said.Turn("user", input)), List.of(new Said.Turn("assistant", output)), 0));
    }

    private static String span(int attempt) {
        return "00f067aa0ba902b" + attempt;
    }

    private static String assistant(String text) {
        return "[{\"role\":\"assistant\",\"content\":\"" + text + "\"}]";
    }

    private static List<Object> outputs(Posted posted) {
        return posted.spans().stream().map(span -> span.attributes().get(OUTPUT)).filter(Objects::nonNull).toList();
    }

    private static List<String> calls(Posted posted) {
        return posted.spans().stream().map(span -> span.attributes().get("lakehouse.call_id").toString())
                .distinct().toList();
    }

    private Exporter export() {
        return export(langfuse.uri(), Duration.ofSeconds(10));
    }

    private Exporter export(URI address, Duration patience) {
        return export(address, patience, Duration.ofSeconds(2));
    }

    private Exporter export(URI address, Duration patience, Duration flushing) {
        var settings = new LangfuseSettings(address.resolve("/api/public/otel/v1/traces"), SECRET, Optional.empty(),
                Optional.empty(), TextSettings.OFF);
        var exporter = new Exporter(store.outbox(), new Endpoint(settings, patience),
                new Spans(Optional.empty(), Optional.empty()), texts,
                new Pauses(Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(100)), flushing);
        exporters.add(exporter);
        return exporter;
    }

    private static AttemptRow ok() {
        var row = Rows.ok(UUID.randomUUID(), 1, Optional.empty());
        var intent = row.intent();
        return new AttemptRow(new Intent(new AttemptKey(intent.key().callId(), 1), intent.identity(), intent.who(), intent.what(),
                Instant.now()), row.settlement(), row.cost(), row.priceId());
    }

    private void settle(AttemptRow row) {
        store.ledger().open(row.intent());
        store.ledger().settle(row.intent().key(), row.settlement());
    }

    private void awaitNothingWaiting() throws InterruptedException {
        await(() -> {
            store.outbox().catchUp();
            return store.outbox().next(1).isEmpty();
        });
        await(() -> store.outbox().figures().waiting() == 0);
    }

    private Outbox.Minute total() {
        return store.outbox().compare(Instant.EPOCH).map(Outbox.Comparison::total).orElseThrow();
    }

    private static void await(BooleanSupplier done) throws InterruptedException {
        long until = System.nanoTime() + LONG.toNanos();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).as("patience").isLessThan(until);
            Thread.sleep(10);
        }
    }

    private UsageStore store() {
        return UsageStore.open(new StoreSettings(directory, List.of(), InstantSource.system()));
    }
}
