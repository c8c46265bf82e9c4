package gateway.v1.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import usage.store.Operation;

/// What a caller asks of a model, in no protocol: every protocol's adapter makes one, every provider's adapter says it
/// in its own words.
public sealed interface ModelRequest {

    /// Which model is meant.
    Selection selection();

    /// Whether the answer is wanted piece by piece.
    boolean stream();

    /// What is asked.
    Operation operation();

    /// All text that goes to the model, for estimating its tokens where the provider does not say.
    String inputText();

    /// How much goes to the model besides in its own tokens, which have a text only to it.
    default long inputTokens() {
        return 0;
    }

    /// A conversation to be answered.
    ///
    /// @param selection which model
    /// @param messages in order
    /// @param options how the answer is made
    /// @param tools what the model may call
    /// @param stream whether piece by piece
    record Chat(Selection selection, List<ChatMessage> messages, ChatOptions options, Tools tools, boolean stream)
            implements
                ModelRequest {

        public Chat {
            messages = List.copyOf(messages);
        }

        @Override
        public Operation operation() {
            return Operation.CHAT;
        }

        @Override
        public String inputText() {
            var said = messages.stream().flatMap(message -> Stream.concat(Stream.of(message.text(), message.reasoning()),
                    message.toolCalls().stream().flatMap(call -> Stream.of(call.name(), call.arguments()))));
            var callable = tools.list().stream().flatMap(tool -> Stream.of(tool.name(), tool.description().orElse(""),
                    tool.parameters().map(Object::toString).orElse("")));
            return Stream.concat(said, callable).filter(text -> !text.isEmpty()).collect(Collectors.joining("\n"));
        }
    }

    /// A prompt to be continued.
    ///
    /// @param selection which model
    /// @param prompt the prompt; empty where it is given in tokens
    /// @param inputTokens how many those are
    /// @param system what the model is told beforehand
    /// @param form whether the prompt is what the model reads, or what a user says to it
    /// @param images what is shown with it
    /// @param options how the answer is made
    /// @param stream whether piece by piece
    record Completion(Selection selection, String prompt, long inputTokens, Optional<String> system, Form form,
            List<ChatMessage.Part.Image> images, ChatOptions options, boolean stream)
            implements
                ModelRequest {

        public Completion {
            images = List.copyOf(images);
        }

        /// A prompt in words with which nothing is shown.
        public Completion(Selection selection, String prompt, Optional<String> system, Form form, ChatOptions options,
                boolean stream) {
            this(selection, prompt, 0, system, form, List.of(), options, stream);
        }

        /// The same as a conversation of one turn.
        public Chat turn() {
            var messages = new ArrayList<ChatMessage>();
            system.map(text -> ChatMessage.of(ChatMessage.Role.SYSTEM, text)).ifPresent(messages::add);
            var parts = new ArrayList<ChatMessage.Part>(images);
            parts.addFirst(new ChatMessage.Part.Text(prompt));
            messages.add(new ChatMessage(ChatMessage.Role.USER, parts, List.of(), Optional.empty(), Optional.empty()));
            return new Chat(selection, messages, options, Tools.NONE, stream);
        }

        /// What a prompt is.
        public enum Form {
            /// The text itself, to be continued.
            RAW,
            /// A user's message: the provider puts it into the words that the model was trained on.
            TURN
        }

        @Override
        public Operation operation() {
            return Operation.TEXT_COMPLETION;
        }

        @Override
        public String inputText() {
            return system.map(text -> text + "\n" + prompt).orElse(prompt);
        }
    }

    /// Texts to be turned into vectors.
    ///
    /// @param selection which model
    /// @param texts at least one, except where a protocol loads a model so, and where they are given in tokens
    /// @param inputTokens how many those are
    /// @param dimensions how many numbers a vector has; empty: the model decides
    record Embed(Selection selection, List<String> texts, long inputTokens, OptionalInt dimensions) implements ModelRequest {

        public Embed {
            texts = List.copyOf(texts);
        }

        /// Texts in words.
        public Embed(Selection selection, List<String> texts, OptionalInt dimensions) {
            this(selection, texts, 0, dimensions);
        }

        @Override
        public boolean stream() {
            return false;
        }

        @Override
        public Operation operation() {
            return Operation.EMBEDDINGS;
        }

        @Override
        public String inputText() {
            return String.join("\n", texts);
        }
    }

    /// Documents to be ordered by their fit to a query.
    ///
    /// @param selection which model
    /// @param query what they should fit
    /// @param documents at least one
    /// @param topN how many are wanted; empty: all
    record Rerank(Selection selection, String query, List<String> documents, OptionalInt topN) implements ModelRequest {

        public Rerank {
            documents = List.copyOf(documents);
        }

        @Override
        public boolean stream() {
            return false;
        }

        @Override
        public Operation operation() {
            return Operation.RERANK;
        }

        @Override
        public String inputText() {
            return query + "\n" + String.join("\n", documents);
        }
    }
}
