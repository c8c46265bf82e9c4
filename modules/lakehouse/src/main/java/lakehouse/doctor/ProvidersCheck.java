package lakehouse.doctor;

import gateway.v1.ConfigurationException;
import gateway.v1.checkup.ConfiguredProvider;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.Stream;
import lakehouse.configuration.Configuration;
import lakehouse.instance.Probe;
import lakehouse.instance.Probe.Answer;

/// Every provider can be reached and takes its key: it is asked which models it has, which costs nothing and makes no row. What
/// time it says it is, is held against the clock here.
final class ProvidersCheck implements Check {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final InstantSource clock;

    ProvidersCheck(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Stream<Finding> look(Configuration configuration) {
        try {
            return ConfigurationCheck.providers(configuration).stream().flatMap(this::look);
        } catch (ConfigurationException e) {
            // That is a finding of another check.
            return Stream.empty();
        }
    }

    private Stream<Finding> look(ConfiguredProvider provider) {
        var check = "provider " + provider.name();
        var elsewhere = ClockElsewhere.asking(clock);
        return switch (Probe.get(provider.models(), provider.headers(), PATIENCE)) {
            case Answer.None(var reason) -> Stream.of(
                    Finding.fail(check, provider.models() + " cannot be reached (" + reason + ")."));
            case Answer.Status(int code, var date) -> Stream.concat(Stream.of(found(check, provider, code)),
                    date.map(there -> elsewhere.compare(provider.name(), "the provider's", there)).stream());
        };
    }

    private static Finding found(String check, ConfiguredProvider provider, int status) {
        return switch (status) {
            case 200 -> Finding.ok(check, provider.models() + " answers.");
            case 401, 403 -> Finding.fail(check, provider.models() + " refuses the key (" + status + ").");
            case 404, 405 -> Finding.warn(check, provider.models() + " is reached and has no list of models (" + status + ").");
            default -> Finding.fail(check, provider.models() + " answers with " + status + ".");
        };
    }
}
