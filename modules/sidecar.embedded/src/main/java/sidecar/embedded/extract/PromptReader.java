package sidecar.embedded.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import sidecar.embedded.extract.Message.Role;

/// Finds out what a conversation asks for. All of the model's understanding is in these rules; the first that fits is
/// taken. The *request* is the last user message. The *source* is what sentences are taken from: the parts of the
/// request that the rule names, after all earlier user and tool messages. System and assistant messages are no source.
///
/// 1. The request is a [Directive]: its text is the answer.
/// 2. The request has a line that begins with `Question:`. The last such line and what follows it is the question (a
///    closing `Answer:` apart), what stands before it is source. If nothing does, only the line itself is the question
///    and what follows is source.
/// 3. A system message mentions `summar` (summary, summarize, …): a summary of the whole request.
/// 4. The request's head, up to its first colon, sentence end or line break, mentions `summar`: a summary of the rest.
/// 5. The request's last sentence ends with a question mark: it is the question, the others are source.
/// 6. The request's last sentence mentions `summar`: a summary of the others.
/// 7. The first sentence is the question, the others are source.
///
/// A question that mentions `summar` (rule 2) asks for a summary of the source. Labels that begin a line of the source
/// (`Context:`, `Passages:`, `Sources:`, `Text:`, `Documents:`, `Answer:`) are not part of it. Without source, the
/// answer says that this model only extracts.
final class PromptReader {

    private static final Pattern QUESTION = Pattern.compile("(?im)^\\h*question\\h*:");
    private static final Pattern ANSWER = Pattern.compile("(?is)\\n\\h*answer\\h*:\\s*$");
    private static final Pattern LABEL = Pattern.compile("(?im)^\\h*(?:context|passages?|sources?|text|documents?|answer)\\h*:");
    private static final Pattern HEAD = Pattern.compile("\\A\\s*([^:.?!\\n]+)[:.?!\\n]?");

    private PromptReader() {}

    static Task read(List<Message> messages) {
        int last = messages.size() - 1;
        while (last >= 0 && messages.get(last).role() != Role.USER) {
            last--;
        }
        if (last < 0) {
            return new Task.Decline();
        }
        var request = messages.get(last).content();
        var earlier = messages.subList(0, last).stream().filter(message -> isSource(message.role())).map(Message::content)
                .collect(Collectors.joining("\n\n"));
        var summary = messages.stream().anyMatch(message -> message.role() == Role.SYSTEM && asksForSummary(message.content()));
        return Directive.in(request).<Task>map(Task.Say::new).orElseGet(() -> read(request, Sentences.of(earlier), summary));
    }

    private static boolean isSource(Role role) {
        return switch (role) {
            case USER, TOOL -> true;
            case SYSTEM, ASSISTANT -> false;
        };
    }

    private static Task read(String request, List<String> earlier, boolean summary) {
        var question = QUESTION.matcher(request).results().reduce((before, after) -> after);
        if (question.isPresent()) {
            return labelled(request.substring(0, question.get().start()), request.substring(question.get().end()), earlier);
        }
        if (summary) {
            return summarize(both(earlier, sentences(request)));
        }
        var head = HEAD.matcher(request);
        if (head.find() && asksForSummary(head.group(1))) {
            return summarize(both(earlier, sentences(request.substring(head.end()))));
        }
        return unlabelled(sentences(request), earlier);
    }

    private static Task labelled(String before, String after, List<String> earlier) {
        var source = both(earlier, sentences(before));
        if (!source.isEmpty()) {
            return asked(ANSWER.matcher(after).replaceFirst("").strip(), source);
        }
        var lines = after.strip().split("\\n", 2);
        return asked(lines[0], lines.length == 1 ? List.of() : sentences(lines[1]));
    }

    private static Task unlabelled(List<String> request, List<String> earlier) {
        if (request.isEmpty()) {
            return new Task.Decline();
        }
        var others = request.subList(0, request.size() - 1);
        if (request.getLast().endsWith("?")) {
            return answer(request.getLast(), both(earlier, others));
        }
        return asksForSummary(request.getLast())
                ? summarize(both(earlier, others))
                : answer(request.getFirst(), both(earlier, request.subList(1, request.size())));
    }

    private static Task asked(String question, List<String> source) {
        return asksForSummary(question) ? summarize(source) : answer(question, source);
    }

    private static Task answer(String question, List<String> source) {
        return source.isEmpty() || question.isBlank() ? new Task.Decline() : new Task.Answer(question, source);
    }

    private static Task summarize(List<String> source) {
        return source.isEmpty() ? new Task.Decline() : new Task.Summarize(source);
    }

    private static boolean asksForSummary(String instruction) {
        return instruction.toLowerCase(Locale.ROOT).contains("summar");
    }

    private static List<String> sentences(String text) {
        return Sentences.of(LABEL.matcher(text).replaceAll("\n"));
    }

    private static List<String> both(List<String> earlier, List<String> own) {
        var all = new ArrayList<>(earlier);
        all.addAll(own);
        return all;
    }
}
