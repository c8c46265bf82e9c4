package gateway.v1.checkup;

import gateway.v1.config.GatewaySettings.ProviderSettings;
import gateway.v1.config.SettingsReader;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/// A provider somewhere else, as it is configured: what one needs to see whether it can be reached, without starting a gateway.
///
/// @param name its name
/// @param models where its list of models is
/// @param headers what is sent along: the key, among others
public record ConfiguredProvider(String name, URI models, Map<String, String> headers) {

    public ConfiguredProvider {
        headers = Map.copyOf(headers);
    }

    /// Those of a configuration, in the order of their names, without the ones that are the sidecar.
    ///
    /// @throws gateway.v1.ConfigurationException naming whatever key of the gateway's is wrong
    public static List<ConfiguredProvider> in(Config config) {
        return new SettingsReader(config).read().providers().entrySet().stream().sorted(Map.Entry.comparingByKey())
                .flatMap(entry -> entry.getValue().baseUrl().stream().map(base -> of(entry.getKey(), base, entry.getValue())))
                .toList();
    }

    private static ConfiguredProvider of(String name, URI base, ProviderSettings settings) {
        var address = base.toString().replaceFirst("/+$", "");
        var key = settings.apiKey().stream();
        return switch (settings.type()) {
            case OLLAMA -> new ConfiguredProvider(name, URI.create(address + "/api/tags"), bearer(key));
            case OPENAI -> new ConfiguredProvider(name, URI.create(address + "/models"), bearer(key));
            case ANTHROPIC -> new ConfiguredProvider(name, URI.create(address + "/v1/models"),
                    key.<Map<String, String>>map(text -> Map.of("x-api-key", text, "anthropic-version", "2023-06-01")).findFirst()
                            .orElse(Map.of("anthropic-version", "2023-06-01")));
        };
    }

    private static Map<String, String> bearer(Stream<String> key) {
        return key.map(text -> Map.of("authorization", "Bearer " + text)).findFirst().orElse(Map.of());
    }

    /// Does not tell the key.
    @Override
    public String toString() {
        return "ConfiguredProvider[" + name + ", " + models + "]";
    }
}
