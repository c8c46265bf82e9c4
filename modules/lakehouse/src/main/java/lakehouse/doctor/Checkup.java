package lakehouse.doctor;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import lakehouse.LakehouseException;
import lakehouse.configuration.Configuration;
import lakehouse.doctor.Finding.State;

/// All checks, one after the other; without a configuration, there is little else to look at. Nothing is changed by it, and no
/// model called.
public final class Checkup {

    private final Map<String, String> environment;
    private final InstantSource clock;

    public Checkup(Map<String, String> environment, InstantSource clock) {
        this.environment = Map.copyOf(environment);
        this.clock = clock;
    }

    /// Makes it.
    ///
    /// @param reading the configuration
    /// @param each is told every finding as it comes
    /// @return whether nothing has failed
    public boolean make(Supplier<Configuration> reading, Consumer<Finding> each) {
        return Stream.concat(Stream.of(JavaCheck.look()), configured(reading)).peek(each)
                .filter(finding -> finding.state() == State.FAIL).count() == 0;
    }

    private Stream<Finding> configured(Supplier<Configuration> reading) {
        try {
            var configuration = reading.get();
            return checks().stream().flatMap(check -> check.look(configuration));
        } catch (LakehouseException e) {
            return Stream.of(Finding.fail("configuration", e.getMessage()));
        }
    }

    private List<Check> checks() {
        return List.of(new ConfigurationCheck(), new ServiceCheck(), new DiskCheck(), new PermissionsCheck(environment),
                new SidecarCheck(), new ProvidersCheck(clock), new LangfuseCheck(clock), new ClockCheck());
    }
}
