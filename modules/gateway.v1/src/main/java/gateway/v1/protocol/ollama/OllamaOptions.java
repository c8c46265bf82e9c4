package gateway.v1.protocol.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.ChatOptions.Format;
import gateway.v1.call.ChatOptions.Reasoning;
import gateway.v1.call.ChatOptions;
import gateway.v1.call.Fault;
import gateway.v1.call.Json;
import gateway.v1.protocol.Body;
import gateway.v1.protocol.Doubts;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads how an answer is to be made in Ollama's words: `options`, `think` and `format`. Options that only say how the model is
/// run change no answer, and neither do those with their neutral value.
///
/// @param body the request
/// @param doubts where what cannot be translated is noted
public record OllamaOptions(Body body, Doubts doubts) {

    /// Fields of a request that change no answer: how long the model stays loaded, and what becomes of an input that is too
    /// long, where others answer with an error.
    static final Set<String> HARMLESS_FIELDS = Set.of("keep_alive", "truncate", "shift");

    private static final Set<String> KNOWN = Set.of("temperature", "top_p", "top_k", "frequency_penalty", "presence_penalty",
            "num_predict", "seed", "stop");
    private static final Set<String> HARMLESS = Set.of("num_ctx", "num_batch", "num_gpu", "main_gpu", "num_thread", "num_keep",
            "numa", "low_vram", "f16_kv", "use_mmap", "use_mlock", "vocab_only", "logits_all", "embedding_only");
    private static final Map<String, Double> NEUTRAL = Map.of("min_p", 0.0, "typical_p", 1.0, "tfs_z", 1.0, "repeat_penalty", 1.0,
            "mirostat", 0.0);
    private static final Set<String> SAMPLING = Set.of("min_p", "typical_p", "tfs_z", "repeat_penalty", "repeat_last_n",
            "mirostat", "mirostat_tau", "mirostat_eta", "penalize_newline");
    private static final Pattern NO_TIME = Pattern.compile("[-+]?0[0.a-zµ]*+");

    /// @throws gateway.v1.call.GatewayException where `keep_alive` is neither a number nor a text
    public OllamaOptions {
        keepsForNoTime(body);
    }

    /// Whether the model is to be let go at once.
    public static boolean keepsForNoTime(Body body) {
        return body.field("keep_alive").map(time -> {
            if (!time.isNumber() && !time.isTextual()) {
                throw Fault.invalid("keep_alive", "keep_alive must be a number of seconds or a duration").asException();
            }
            return time.isNumber() ? time.decimalValue().signum() == 0 : NO_TIME.matcher(time.textValue()).matches();
        }).orElse(false);
    }

    /// What is said of the answer.
    ChatOptions read() {
        var options = options();
        var said = new Body(options.json().deepCopy());
        NEUTRAL.forEach((name, neutral) -> options.number(name).ifPresent(value -> {
            if (value == neutral) {
                said.json().remove(name);
            }
        }));
        doubts.others("options", said, KNOWN, HARMLESS);
        return new ChatOptions(options.number("temperature"), options.number("top_p"), count(options, "top_k"),
                options.number("frequency_penalty"), options.number("presence_penalty"), count(options, "num_predict"),
                seed(options), options.texts("stop"), body.field("think").flatMap(this::reasoning),
                body.field("format").flatMap(OllamaOptions::format));
    }

    /// Looks through the options of a request for vectors, which no sampling changes.
    void ignoreSampling() {
        doubts.others("options", new Body(options().json().deepCopy().without(SAMPLING)), KNOWN, HARMLESS);
    }

    private Body options() {
        return body.field("options").map(any -> body.object("options")).orElseGet(() -> new Body(Json.object()));
    }

    /// 0 and below ask for nothing: there is no limit, or the model decides.
    static OptionalInt count(Body options, String name) {
        long count = whole(options, name).orElse(0);
        return count > 0 && count <= Integer.MAX_VALUE ? OptionalInt.of((int) count) : OptionalInt.empty();
    }

    /// Below 0 means that it is chosen anew each time.
    private static OptionalLong seed(Body options) {
        var seed = whole(options, "seed");
        return seed.orElse(0) < 0 ? OptionalLong.empty() : seed;
    }

    /// Whole numbers may be written with a fraction, which counts for nothing.
    private static OptionalLong whole(Body options, String name) {
        return options.number(name).isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(options.field(name).orElseThrow().longValue());
    }

    private Optional<Reasoning> reasoning(JsonNode think) {
        if (think.isBoolean()) {
            return Optional.of(think.booleanValue() ? Reasoning.USUAL : Reasoning.NONE);
        }
        if (!think.isTextual()) {
            throw Fault.invalid("think", "think must be true, false, low, medium or high").asException();
        }
        return switch (think.textValue()) {
            case "" -> Optional.empty();
            case "low" -> Optional.of(Reasoning.LOW);
            case "medium" -> Optional.of(Reasoning.MEDIUM);
            case "high" -> Optional.of(Reasoning.HIGH);
            default -> {
                doubts.add("think", "think '" + think.textValue() + "' cannot be said to this model's provider");
                yield Optional.empty();
            }
        };
    }

    private static Optional<Format> format(JsonNode format) {
        if (format.isObject()) {
            return Optional.of(new Format.Schema(Optional.empty(), format, Optional.empty()));
        }
        return switch (format.asText("?")) {
            case "" -> Optional.empty();
            case "json" -> Optional.of(new Format.AnyJson());
            default -> throw Fault.invalid("format", "format must be json or a JSON schema").asException();
        };
    }
}
