package langfuse.export.text;

import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import langfuse.export.TextSettings;
import telemetry.Said;
import telemetry.TextLog;

/// What was said in attempts that Langfuse has yet to be told of, in memory alone. Whoever hands it over waits for nothing: it is
/// only cut; what is private is taken out when it is told, on the thread that tells. There is an end to it: the oldest goes for the
/// newest. Whatever is not told, though it was wanted, is counted.
public final class Texts implements TextLog {

    /// Most characters of all attempts together.
    static final long MOST_CHARACTERS = 32 << 20;
    /// What an attempt and each of its turns takes besides.
    private static final int OVERHEAD = 64;
    /// What stands in the place of a cut may be half of something private. Nothing that is known by its look is longer, but for keys,
    /// which are known by their beginnings.
    static final int EDGE = 512;

    private static final System.Logger LOG = System.getLogger(Texts.class.getName());

    private final int limit;
    private final int edge;
    private final UnaryOperator<String> redactor;
    private final UnaryOperator<String> arguments;
    private final Map<String, Kept> kept = new LinkedHashMap<>();
    private long characters;
    private long dropped;
    private boolean failed;

    private record Kept(Excerpt input, Excerpt output) {

        long characters() {
            return OVERHEAD + characters(input) + characters(output);
        }

        private static long characters(Excerpt excerpt) {
            return excerpt.characters() + excerpt.pieces().stream()
                    .mapToLong(piece -> OVERHEAD * (1L + piece.turn().toolCalls().size())).sum();
        }
    }

    /// @param limit most characters of each side of an attempt; 0: none is wanted
    /// @param edge how much is taken off where something was cut
    /// @param redactor takes out what is private
    /// @param arguments takes it out of arguments of calls
    public Texts(int limit, int edge, UnaryOperator<String> redactor, UnaryOperator<String> arguments) {
        this.limit = limit;
        this.edge = edge;
        this.redactor = redactor;
        this.arguments = arguments;
    }

    /// What the operator wants.
    public static Texts of(TextSettings settings) {
        return switch (settings.kind()) {
            case OFF -> new Texts(0, 0, UnaryOperator.identity(), UnaryOperator.identity());
            case REDACTED -> {
                var redactor = new Redactor(settings.redact());
                yield new Texts(settings.limit(), EDGE, redactor, new Arguments(redactor));
            }
            case FULL -> new Texts(settings.limit(), 0, UnaryOperator.identity(), UnaryOperator.identity());
        };
    }

    @Override
    public int limit() {
        return limit == 0 ? 0 : limit + edge;
    }

    @Override
    public void said(Said text) {
        if (limit > 0) {
            keep(text.spanId(), new Kept(Excerpt.of(text.input(), 0).within(limit()),
                    Excerpt.of(text.output(), text.unseen()).within(limit())));
        }
    }

    @Override
    public synchronized long dropped() {
        return dropped;
    }

    /// What is to be told of an attempt; it stays until it is forgotten.
    public ToldText told(String spanId) {
        try {
            return find(spanId).map(text -> new ToldText(Optional.of(spanId), told(text.input()), told(text.output())))
                    .orElse(ToldText.NONE);
        } catch (RuntimeException | StackOverflowError fault) {
            drop(spanId);
            warnOnce(fault);
            return ToldText.NONE;
        }
    }

    /// Langfuse has been told.
    public synchronized void forget(String spanId) {
        remove(spanId);
    }

    /// Langfuse cannot be told.
    public synchronized void drop(String spanId) {
        if (remove(spanId)) {
            dropped++;
        }
    }

    private Optional<String> told(Excerpt excerpt) {
        return Messages.of(excerpt.with(redactor, arguments).withoutEdges(edge).within(limit));
    }

    private synchronized Optional<Kept> find(String spanId) {
        return Optional.ofNullable(kept.get(spanId));
    }

    private synchronized void keep(String spanId, Kept text) {
        remove(spanId);
        kept.put(spanId, text);
        characters += text.characters();
        while (characters > MOST_CHARACTERS) {
            drop(kept.keySet().iterator().next());
        }
    }

    private synchronized boolean remove(String spanId) {
        var text = Optional.ofNullable(kept.remove(spanId));
        text.ifPresent(gone -> characters -= gone.characters());
        return text.isPresent();
    }

    /// Without the fault's own words: they might repeat what was said.
    private synchronized void warnOnce(Throwable fault) {
        if (!failed) {
            failed = true;
            LOG.log(Level.WARNING,
                    "text is not told to Langfuse, because taking out what is private failed ({0}); further ones are "
                            + "only counted",
                    fault.getClass().getName());
        }
    }
}
