package lakehouse.clients;

import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.ollama.OllamaEmbeddingModel;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.Locale;
import java.util.Map;

/// A protocol that LangChain4j speaks.
enum LangChain {
    OPENAI {
        @Override
        ChatModel chat(Front front, String model) {
            return OpenAiChatModel.builder().baseUrl(front.uri() + "/v1").apiKey(Front.KEY).modelName(model).maxRetries(0)
                    .build();
        }

        @Override
        StreamingChatModel streaming(Front front, String model) {
            return OpenAiStreamingChatModel.builder().baseUrl(front.uri() + "/v1").apiKey(Front.KEY).modelName(model).build();
        }

        @Override
        EmbeddingModel embedding(Front front, String model) {
            return OpenAiEmbeddingModel.builder().baseUrl(front.uri() + "/v1").apiKey(Front.KEY).modelName(model).maxRetries(0)
                    .build();
        }
    },
    OLLAMA {
        @Override
        ChatModel chat(Front front, String model) {
            return OllamaChatModel.builder().baseUrl(front.uri().toString()).customHeaders(KEY).modelName(model)
                    .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA).maxRetries(0).build();
        }

        @Override
        StreamingChatModel streaming(Front front, String model) {
            return OllamaStreamingChatModel.builder().baseUrl(front.uri().toString()).customHeaders(KEY).modelName(model).build();
        }

        @Override
        EmbeddingModel embedding(Front front, String model) {
            return OllamaEmbeddingModel.builder().baseUrl(front.uri().toString()).customHeaders(KEY).modelName(model)
                    .maxRetries(0).build();
        }
    },
    ANTHROPIC {
        @Override
        ChatModel chat(Front front, String model) {
            return AnthropicChatModel.builder().baseUrl(front.uri() + "/v1").apiKey(Front.KEY).modelName(model)
                    .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA).maxRetries(0).build();
        }

        @Override
        StreamingChatModel streaming(Front front, String model) {
            return AnthropicStreamingChatModel.builder().baseUrl(front.uri() + "/v1").apiKey(Front.KEY).modelName(model).build();
        }

        @Override
        EmbeddingModel embedding(Front front, String model) {
            throw new UnsupportedOperationException("Anthropic's protocol has no embeddings");
        }
    };

    /// Ollama's client knows no keys, but headers.
    private static final Map<String, String> KEY = Map.of("authorization", "Bearer " + Front.KEY);

    /// The client's name, in the names of its models.
    String client() {
        return "langchain4j-" + name().toLowerCase(Locale.ROOT);
    }

    abstract ChatModel chat(Front front, String model);

    abstract StreamingChatModel streaming(Front front, String model);

    abstract EmbeddingModel embedding(Front front, String model);
}
