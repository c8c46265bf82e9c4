package sidecar.embedded.ollama;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;
import sidecar.embedded.extract.Extractive;
import sidecar.embedded.extract.Limits;
import sidecar.embedded.extract.Message;
import sidecar.embedded.extract.Message.Role;
import sidecar.embedded.minilm.MiniLm;

/// `/api/chat` and `/api/generate`: streamed unless the request says otherwise.
///
/// `options.num_predict` (above 0) and `options.stop` are obeyed. What would change the answer and cannot be done
/// (`format`, `tools`, `images`, `suffix`, `context`, `think`) is refused; other options have no meaning here and are
/// passed over. Without messages or prompt the model is loaded and nothing else.
final class Generation {

    private static final List<String> CANNOT = List.of("format", "tools", "images", "suffix", "context", "think");

    private final MiniLm model;
    private final Extractive extractive;

    Generation(MiniLm model) {
        this.model = model;
        extractive = new Extractive(model);
    }

    /// `POST /api/chat`.
    void chat(Fields request, Stopwatch watch, Reply reply) {
        var name = modelOf(request, "chat");
        var messages = request.objects("messages").stream().map(Generation::message).toList();
        answer(new Answer(name, Answer.Shape.CHAT), messages, request, watch, reply);
    }

    /// `POST /api/generate`.
    void generate(Fields request, Stopwatch watch, Reply reply) {
        var name = modelOf(request, "generate");
        var system = request.text("system").stream().map(text -> new Message(Role.SYSTEM, text)).toList();
        var messages = new ArrayList<Message>();
        request.text("prompt").filter(prompt -> !prompt.isEmpty()).ifPresent(prompt -> {
            messages.addAll(system);
            messages.add(new Message(Role.USER, prompt));
        });
        answer(new Answer(name, Answer.Shape.GENERATE), messages, request, watch, reply);
    }

    private void answer(Answer answer, List<Message> messages, Fields request, Stopwatch watch, Reply reply) {
        boolean stream = request.flag("stream", true);
        var limits = limits(request.object("options"));
        model.await();
        long loaded = watch.nanos();
        if (messages.isEmpty()) {
            reply.send(answer.loaded(watch));
            return;
        }
        var extract = extractive.answer(messages, limits);
        if (stream) {
            // The last one is made when those before it have gone out.
            reply.stream(Stream.concat(Pieces.of(extract.text()).map(text -> answer.piece(watch, text)),
                    Stream.of(extract).map(whole -> answer.last(watch, "", whole, loaded))));
        } else {
            reply.send(answer.last(watch, extract.text(), extract, loaded));
        }
    }

    private static String modelOf(Fields request, String deed) {
        var name = request.requiredText("model");
        BuiltInModel.named(name).require(BuiltInModel.EXTRACTIVE, deed);
        refuse(request);
        return name;
    }

    private static void refuse(Fields fields) {
        CANNOT.stream().filter(fields::asks).findFirst().ifPresent(field -> {
            throw Fields.refused("\"extractive\" does not support " + fields.name(field));
        });
    }

    private static Message message(Fields message) {
        refuse(message);
        var role = message.requiredText("role");
        return switch (role.toLowerCase(Locale.ROOT)) {
            case "system" -> new Message(Role.SYSTEM, message.requiredText("content"));
            case "user" -> new Message(Role.USER, message.requiredText("content"));
            case "assistant" -> new Message(Role.ASSISTANT, message.requiredText("content"));
            case "tool" -> new Message(Role.TOOL, message.requiredText("content"));
            default -> throw Fields.refused(message.name("role") + " must be system, user, assistant or tool");
        };
    }

    private static Limits limits(Fields options) {
        var predict = options.integer("num_predict");
        return new Limits(predict.isPresent() && predict.getAsInt() > 0 ? predict : OptionalInt.empty(),
                options.texts("stop").orElse(List.of()));
    }
}
