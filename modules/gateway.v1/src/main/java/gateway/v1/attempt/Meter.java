package gateway.v1.attempt;

import gateway.v1.call.Frame;
import gateway.v1.call.ModelEvent;
import gateway.v1.call.ModelRequest;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import usage.store.Progress;
import usage.store.Tokens;
import usage.store.UsageSource;

/// Sees one attempt's answer passing: when it began, what was used, and whose time it took. For one thread.
final class Meter {

    /// Text is counted in pieces of this size, so that a long answer is not kept.
    private static final int PIECE = 4096;

    private static final System.Logger LOG = System.getLogger(Meter.class.getName());

    private final TokenCounter counter;
    private final InstantSource clock;
    private final StringBuilder uncounted = new StringBuilder();
    private long counted;
    private long providerNanos;
    private Optional<Instant> sentAt = Optional.empty();
    private Optional<Instant> firstTokenAt = Optional.empty();
    private Optional<String> responseModel = Optional.empty();
    private Optional<String> providerRequestId = Optional.empty();
    private Optional<String> finishReason = Optional.empty();
    private Tokens said = Tokens.UNKNOWN;

    Meter(TokenCounter counter, InstantSource clock) {
        this.counter = counter;
        this.clock = clock;
    }

    /// The request leaves.
    void leaves() {
        sentAt = Optional.of(clock.instant());
    }

    /// Runs what waits for the provider.
    <T> T waiting(Supplier<T> wait) {
        long start = System.nanoTime();
        try {
            return wait.get();
        } finally {
            providerNanos += System.nanoTime() - start;
        }
    }

    void see(Frame frame) {
        frame.events().forEach(this::see);
    }

    Duration providerTime() {
        return Duration.ofNanos(providerNanos);
    }

    Optional<Instant> sentAt() {
        return sentAt;
    }

    Optional<Instant> firstTokenAt() {
        return firstTokenAt;
    }

    Optional<String> responseModel() {
        return responseModel;
    }

    Optional<String> providerRequestId() {
        return providerRequestId;
    }

    Optional<String> finishReason() {
        return finishReason;
    }

    /// What a complete answer has used: what the provider said, or nothing.
    Tokens complete() {
        return said;
    }

    /// What an answer has used that broke off: what the provider said, the rest by counting what was seen.
    ///
    /// @param request what was sent
    Tokens partial(ModelRequest request) {
        // Some providers say zero until they know better.
        boolean knowsInput = said.input().orElse(0) > 0;
        var seenInput = knowsInput
                ? said.input()
                : estimated(() -> OptionalLong.of(counter.count(request.inputText()) + request.inputTokens()));
        var seen = estimated(this::seenOutput);
        boolean knowsOutput = said.output().isPresent() && (said.output().getAsLong() > 0 || seen.isEmpty());
        var seenOutput = knowsOutput ? said.output() : seen;
        if (seenInput.isEmpty() && seenOutput.isEmpty()) {
            return said;
        }
        return new Tokens(seenInput, said.cachedInput(), said.cacheWrite(), seenOutput, said.reasoning(),
                knowsInput && knowsOutput ? UsageSource.PROVIDER : UsageSource.ESTIMATED);
    }

    /// An estimate must never keep an attempt from being settled.
    private static OptionalLong estimated(Supplier<OptionalLong> estimate) {
        try {
            return estimate.get();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.ERROR, "tokens cannot be estimated", e);
            return OptionalLong.empty();
        }
    }

    /// How far it has come, for the ledger.
    Progress progress() {
        var output = estimated(this::seenOutput);
        var tokens = output.isEmpty()
                ? said
                : new Tokens(said.input(), said.cachedInput(), said.cacheWrite(), output, said.reasoning(),
                        UsageSource.ESTIMATED);
        return new Progress(sentAt, firstTokenAt, tokens);
    }

    private void see(ModelEvent event) {
        switch (event) {
            case ModelEvent.Started(var model, var id) -> {
                responseModel = model.or(() -> responseModel);
                providerRequestId = id.or(() -> providerRequestId);
            }
            case ModelEvent.Text(var text) -> output(text);
            case ModelEvent.Reasoning(var text) -> output(text);
            case ModelEvent.ToolBegun(int index, var id, var name) -> output(name);
            case ModelEvent.ToolArguments(int index, var json) -> output(json);
            case ModelEvent.Embedded vectors -> begun();
            case ModelEvent.Ranked documents -> begun();
            case ModelEvent.Used(var tokens) -> said = merged(said, tokens);
            case ModelEvent.Finished(var reason) -> finishReason = reason.or(() -> finishReason);
            case ModelEvent.Alternative(int choice, ModelEvent.Finished _) -> {
                // The row has the first one's reason.
            }
            case ModelEvent.Alternative(int choice, var further) -> see(further);
        }
    }

    private void output(String text) {
        begun();
        uncounted.append(text);
        if (uncounted.length() > PIECE) {
            count();
        }
    }

    private void begun() {
        if (firstTokenAt.isEmpty()) {
            firstTokenAt = Optional.of(clock.instant());
        }
    }

    private void count() {
        counted += estimated(() -> OptionalLong.of(counter.count(uncounted))).orElse(0);
        uncounted.setLength(0);
    }

    /// What was said last of each count.
    private static Tokens merged(Tokens before, Tokens now) {
        if (now.equals(Tokens.UNKNOWN)) {
            return before;
        }
        return new Tokens(later(before.input(), now.input()), later(before.cachedInput(), now.cachedInput()),
                later(before.cacheWrite(), now.cacheWrite()), later(before.output(), now.output()),
                later(before.reasoning(), now.reasoning()), now.source());
    }

    private static OptionalLong later(OptionalLong before, OptionalLong now) {
        return now.isPresent() ? now : before;
    }

    private OptionalLong seenOutput() {
        count();
        return counted == 0 ? OptionalLong.empty() : OptionalLong.of(counted);
    }
}
