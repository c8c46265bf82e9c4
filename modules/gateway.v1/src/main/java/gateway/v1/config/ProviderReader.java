package gateway.v1.config;

import gateway.v1.config.GatewaySettings.ProviderSettings;
import gateway.v1.config.GatewaySettings.ProviderType;
import gateway.v1.provider.anthropic.AnthropicProvider;
import gateway.v1.provider.openai.OpenAiAbilities;
import gateway.v1.provider.openai.OpenAiAbilities.MaxTokens;
import java.net.URI;
import java.util.List;

/// Reads what is configured of a provider.
final class ProviderReader {

    private static final Words<ProviderType> TYPES = Words.of("ollama", ProviderType.OLLAMA).or("openai", ProviderType.OPENAI)
            .or("anthropic", ProviderType.ANTHROPIC);
    private static final Words<Boolean> STREAM_USAGE = Words.of("ask", true).or("never", false);
    private static final Words<Boolean> RESPONSES = Words.of("true", true).or("false", false);
    private static final Words<Boolean> REASONING_HISTORY = Words.of("send", true).or("omit", false);
    private static final Words<MaxTokens> MAX_TOKENS = Words
            .of(MaxTokens.MAX_COMPLETION_TOKENS.wireName(), MaxTokens.MAX_COMPLETION_TOKENS)
            .or(MaxTokens.MAX_TOKENS.wireName(), MaxTokens.MAX_TOKENS);

    private ProviderReader() {}

    static ProviderSettings read(ConfigTree tree) {
        tree.required("type");
        var type = tree.value("type", TYPES).orElseThrow();
        var usual = OpenAiAbilities.USUAL;
        var abilities = new OpenAiAbilities(tree.value("stream-usage", STREAM_USAGE).orElse(usual.streamUsage()),
                tree.value("responses", RESPONSES).orElse(usual.responses()),
                tree.value("reasoning-history", REASONING_HISTORY).orElse(usual.reasoningHistory()),
                tree.value("max-tokens-field", MAX_TOKENS));
        int maxTokens = tree.value("max-tokens", Integer::valueOf).orElse(AnthropicProvider.USUAL_MAX_TOKENS);
        var baseUrl = tree.value("base-url", ProviderReader::address);
        return tree.checked(() -> new ProviderSettings(type, baseUrl, tree.text("api-key"), abilities, maxTokens));
    }

    /// An address that says nothing of who is asking.
    static URI address(String text) {
        var uri = URI.create(text);
        if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
            throw new IllegalArgumentException("not an http address");
        }
        if (uri.getUserInfo() != null) {
            throw new IllegalArgumentException("credentials do not belong there but in api-key");
        }
        return uri;
    }
}
