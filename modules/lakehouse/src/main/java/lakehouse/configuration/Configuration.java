package lakehouse.configuration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.eclipse.microprofile.config.spi.ConfigSource;

/// Everything that was configured, from all of its places. In rising order: built-in defaults (ordinal 10), defaults
/// that modules ship (100), the file (250), the environment (300), system properties (400), the command line (500) and
/// what only became known while starting (600).
public final class Configuration {

    private static final Path USUAL_FILE = Path.of("lakehouse.yaml");

    private final List<ConfigSource> sources;
    private final Config config;

    private Configuration(List<ConfigSource> sources) {
        this.sources = List.copyOf(sources);
        this.config = ConfigProviderResolver.instance().getBuilder().addDefaultSources()
                .withSources(sources.toArray(ConfigSource[]::new)).build();
    }

    /// Assembles and checks it.
    ///
    /// @param file empty: `lakehouse.yaml` in the working directory, where there is one
    /// @param commandLine keys that were set there
    /// @param environment where `CREDENTIALS_DIRECTORY` is looked up
    /// @throws lakehouse.LakehouseException `CONFIGURATION`, naming the file and line or the key
    public static Configuration assemble(Optional<Path> file, Map<String, String> commandLine, Map<String, String> environment) {
        var sources = new ArrayList<ConfigSource>();
        var written = new HashMap<String, String>();
        file.or(() -> Optional.of(USUAL_FILE).filter(Files::exists)).ifPresent(path -> {
            written.putAll(new Credentials(environment).fill(ConfigurationFile.read(path)));
            sources.add(new FixedSource(path.toString(), 250, written));
        });
        sources.add(new FixedSource("command line", 500, commandLine));
        var given = new Configuration(sources);
        sources.add(new FixedSource("defaults", 10, Defaults.beside(given.config)));
        var whole = new Configuration(sources);
        Expressions.check(written, whole.config);
        Listener.check(whole.config);
        Kinds.check(whole.config);
        return whole;
    }

    /// The same with a key that only became known while starting.
    public Configuration with(String key, String value) {
        var more = new ArrayList<>(sources);
        more.add(new FixedSource("start", 600, Map.of(key, value)));
        return new Configuration(more);
    }

    /// As MicroProfile Config.
    public Config config() {
        return config;
    }

    /// A value that has a default or was checked to be there.
    public String value(String key) {
        return config.getValue(key, String.class);
    }
}
