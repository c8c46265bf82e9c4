package gateway.v1.attempt;

import gateway.v1.attempt.Heard.Calling;
import gateway.v1.call.Frame;
import gateway.v1.call.ModelEvent;
import gateway.v1.call.ModelRequest;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import telemetry.Said;
import telemetry.TextLog;

/// What is said in one attempt, for a log of texts: seen as it passes, up to what is wanted, and handed over once. Where no text is
/// wanted it keeps nothing; and whatever goes wrong in the log, the attempt goes on. For one thread.
final class Transcript {

    private static final System.Logger LOG = System.getLogger(Transcript.class.getName());

    private final TextLog log;
    private final boolean wanted;
    private final Map<Integer, Heard> answers = new TreeMap<>();
    private int left;
    private long unseen;

    Transcript(TextLog log) {
        this.log = log;
        this.left = limit(log);
        this.wanted = left > 0;
    }

    void see(Frame frame) {
        if (wanted) {
            frame.events().forEach(event -> see(0, event));
        }
    }

    /// Hands over what was said; the attempt was sent, and is over.
    ///
    /// @param spanId the attempt's span
    void tell(String spanId, ModelRequest request) {
        if (!wanted) {
            return;
        }
        try {
            log.said(new Said(spanId, Turns.of(request), output(), unseen));
        } catch (RuntimeException | StackOverflowError fault) {
            // Without the fault's own words: they might repeat what was said.
            LOG.log(Level.WARNING, "the text of an attempt is not kept: {0}", fault.getClass().getName());
        }
    }

    private void see(int choice, ModelEvent event) {
        switch (event) {
            case ModelEvent.Text(var more) -> keep(heard(choice).text(), more);
            case ModelEvent.Reasoning(var more) -> keep(heard(choice).reasoning(), more);
            case ModelEvent.ToolBegun(int index, var id, var name) -> begin(heard(choice).calls(), index, id, name);
            case ModelEvent.ToolArguments(int index, var json) -> Optional.ofNullable(heard(choice).calls().get(index))
                    .ifPresentOrElse(call -> keep(call.arguments(), json), () -> unseen += json.length());
            case ModelEvent.Alternative(int other, var said) -> see(other, said);
            case ModelEvent.Embedded _,ModelEvent.Ranked _,ModelEvent.Started _,ModelEvent.Used _,ModelEvent.Finished _ -> {
                // No text.
            }
        }
    }

    private static int limit(TextLog log) {
        try {
            return log.limit();
        } catch (RuntimeException fault) {
            LOG.log(Level.WARNING, "no text is kept: {0}", fault.getClass().getName());
            return 0;
        }
    }

    private Heard heard(int choice) {
        return answers.computeIfAbsent(choice, any -> new Heard());
    }

    /// A call counts as text too, or an answer of calls alone would have no end.
    private void begin(Map<Integer, Calling> calls, int index, String id, String name) {
        if (left > 0 && !calls.containsKey(index)) {
            calls.put(index, new Calling(id, name, new StringBuilder()));
            left = Math.max(0, left - id.length() - name.length() - 1);
        }
    }

    private void keep(StringBuilder kept, String more) {
        int fits = Math.min(left, more.length());
        kept.append(more, 0, fits);
        left -= fits;
        unseen += more.length() - fits;
    }

    /// The answers one after the other.
    private List<Said.Turn> output() {
        return answers.values().stream().flatMap(heard -> heard.turns().stream()).toList();
    }
}
