package lakehouse.doctor;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import lakehouse.configuration.Configuration;
import langfuse.export.LangfuseException;
import langfuse.export.LangfuseSettings;
import langfuse.export.checkup.Recognition;

/// Langfuse can be reached and takes its keys, where it is configured: it is asked which project they are of, and nothing is
/// written there. What time it says it is, is held against the clock here.
final class LangfuseCheck implements Check {

    private static final String CHECK = "langfuse";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final InstantSource clock;

    LangfuseCheck(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Stream<Finding> look(Configuration configuration) {
        try {
            return LangfuseSettings.read(configuration.config()).map(this::look)
                    .orElseGet(() -> Stream.of(Finding.ok(CHECK, "Not configured (langfuse.url): it is told nothing.")));
        } catch (LangfuseException e) {
            return Stream.of(Finding.fail(CHECK, e.getMessage() + ": the service does not start so."));
        }
    }

    private Stream<Finding> look(LangfuseSettings settings) {
        var address = settings.projects();
        var elsewhere = ClockElsewhere.asking(clock);
        return switch (Recognition.ask(settings, PATIENCE)) {
            case Recognition.Known(var project, var date) -> both(Finding.ok(CHECK,
                    address + " takes the keys" + project.map(name -> ", of the project '" + name + "'.").orElse(".")), elsewhere,
                    date);
            case Recognition.Refused(int status, var date) -> both(Finding.fail(CHECK, address + " refuses the keys (" + status
                    + (status == 403 ? "): they must be those of a project." : ").")), elsewhere, date);
            case Recognition.Strange(int status) -> Stream.of(Finding.fail(CHECK, address + " answers with " + status
                    + (status < 500 ? ", not as Langfuse does: is langfuse.url right?" : ".")));
            case Recognition.Unreached(var reason) -> Stream.of(
                    Finding.fail(CHECK, address + " cannot be reached (" + reason + "): generations wait in the ledger."));
        };
    }

    private static Stream<Finding> both(Finding keys, ClockElsewhere elsewhere, Optional<Instant> date) {
        return Stream.concat(Stream.of(keys),
                date.map(there -> elsewhere.compare(CHECK, "Langfuse's", there)).stream());
    }
}
