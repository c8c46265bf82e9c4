package lakehouse.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Clock;
import java.util.Optional;
import lakehouse.usage.Numbers;
import lakehouse.usage.Period;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Has Langfuse told again.
@Command(name = "resend", description = {
    "Has the service tell Langfuse again of calls that were made, as their rows are now: what it refused, what was repriced,",
    "and what is from before it was configured. A call that Langfuse has already keeps its id there, and is not counted twice."})
final class Resend implements Runnable {

    @Spec
    private CommandSpec spec;

    @Mixin
    private RemoteOptions remote;

    @Option(names = "--from", required = true, paramLabel = "TIME", description = "First day or moment, in UTC: 2026-03-01 or 2026-03-01T12:00:00Z.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "TIME", description = "First day or moment that is not in it any more. Default: until now.")
    private Optional<String> to = Optional.empty();

    @Override
    public void run() {
        var period = Period.of(from, to, Clock.systemUTC().instant());
        var request = JsonNodeFactory.instance.objectNode().put("start_time", period.start().getEpochSecond())
                .put("end_time", period.end().getEpochSecond());
        try (var service = remote.service()) {
            var told = service.post("/v1/admin/resend", request);
            spec.commandLine().getOut()
                    .println(Numbers.whole(told.path("attempts").asLong()) + " attempts wait to be sent to Langfuse");
        }
    }
}
