package sidecar.embedded.extract;

import java.time.Duration;
import java.util.List;
import sidecar.embedded.minilm.Beginning;
import sidecar.embedded.minilm.MiniLm;

/// The `extractive` model: it answers with sentences that it was given, and with nothing of its own. [PromptReader] has
/// the rules by which a conversation is understood, [Selection] those by which sentences are picked.
public final class Extractive {

    /// What it says when it was given nothing to extract from.
    public static final String DECLINED = "This model only extracts sentences from text that it is given, and there is none to extract from.";

    private final MiniLm model;
    private final Selection selection;

    public Extractive(MiniLm model) {
        this.model = model;
        selection = new Selection(model);
    }

    /// Answers the last user message of `messages`.
    public Extract answer(List<Message> messages, Limits limits) {
        long start = System.nanoTime();
        int inputTokens = model.count(messages.stream().map(Message::content).toList());
        long read = System.nanoTime();
        var text = switch (PromptReader.read(messages)) {
            case Task.Say(var wanted) -> wanted;
            case Task.Answer task -> selection.answer(task);
            case Task.Summarize task -> selection.summary(task);
            case Task.Decline() -> DECLINED;
        };
        var written = limited(text, limits);
        return new Extract(written.text(), written.whole(), inputTokens, written.tokens(), Duration.ofNanos(read - start),
                Duration.ofNanos(System.nanoTime() - read));
    }

    private Beginning limited(String text, Limits limits) {
        int end = limits.stops().stream().mapToInt(text::indexOf).filter(at -> at >= 0).min().orElse(text.length());
        return model.beginning(text.substring(0, end), limits.mostTokens().orElse(Integer.MAX_VALUE));
    }
}
