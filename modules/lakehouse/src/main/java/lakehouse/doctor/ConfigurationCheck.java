package lakehouse.doctor;

import gateway.v1.ConfigurationException;
import gateway.v1.checkup.ConfiguredProvider;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import lakehouse.configuration.Configuration;
import org.eclipse.microprofile.config.spi.ConfigSource;

/// Whether a service would start with what is configured.
final class ConfigurationCheck implements Check {

    private static final String CHECK = "configuration";
    /// Where the built-in sidecar will be is not known before it runs.
    private static final String ANYWHERE = "http://127.0.0.1";

    @Override
    public Stream<Finding> look(Configuration configuration) {
        try {
            int providers = providers(configuration).size();
            return Stream.of(Finding.ok(CHECK, "Read from " + sources(configuration) + "; " + providers
                    + (providers == 1 ? " provider" : " providers") + " beside the sidecar."));
        } catch (ConfigurationException e) {
            return Stream.of(Finding.fail(CHECK, e.getMessage()));
        }
    }

    /// @throws ConfigurationException naming what is wrong
    static List<ConfiguredProvider> providers(Configuration configuration) {
        var known = configuration.value("sidecar.url").equals("embedded")
                ? configuration.with("sidecar.url", ANYWHERE)
                : configuration;
        return ConfiguredProvider.in(known.config());
    }

    private static String sources(Configuration configuration) {
        return StreamSupport.stream(configuration.config().getConfigSources().spliterator(), false).map(ConfigSource::getName)
                .filter(name -> name.endsWith(".yaml") || name.endsWith(".yml")).findFirst().orElse("no file");
    }
}
