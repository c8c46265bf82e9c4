package gateway.v1.provider.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What a server of OpenAI's protocol can do that not all of them can, and requests as it takes them.
///
/// @param streamUsage whether it says the usage at the end of a stream when asked to
/// @param responses whether it has `/responses`; otherwise such a call is said to it as a chat completion
/// @param reasoningHistory whether it takes back what a model thought earlier in a conversation; some refuse a field for that
/// @param maxTokens by which field it takes the most tokens of an answer; empty: the newer one, or the one a caller names
public record OpenAiAbilities(boolean streamUsage, boolean responses, boolean reasoningHistory, Optional<MaxTokens> maxTokens) {

    /// A server that can do what most can.
    public static final OpenAiAbilities USUAL = new OpenAiAbilities(true, false, false, Optional.empty());

    /// The two fields that say how long a chat's answer may be. Older servers do not look at the newer one, and some models
    /// refuse the older.
    public enum MaxTokens {
        MAX_COMPLETION_TOKENS, MAX_TOKENS;

        /// As requests have it.
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Asks for the usage of a stream, where the server takes that.
    ObjectNode askForUsage(ObjectNode body, boolean stream) {
        if (stream && streamUsage) {
            body.withObject("/stream_options").put("include_usage", true);
        }
        return body;
    }

    /// Says the most tokens by the field that the server looks at.
    ObjectNode limited(ObjectNode body) {
        maxTokens.ifPresent(field -> {
            var others = Stream.of(MaxTokens.values()).filter(other -> other != field).map(MaxTokens::wireName).toList();
            others.stream().map(body::remove).filter(value -> value != null && !value.isNull())
                    .forEach(value -> body.putIfAbsent(field.wireName(), value));
        });
        return body;
    }
}
