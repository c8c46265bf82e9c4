package lakehouse.command;

import lakehouse.usage.Numbers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Has Langfuse told again.
@Command(name = "resend", description = {
    "Has the service tell Langfuse again of calls that were made, as their rows are now: what it refused, what was repriced, "
            + "and what is from before it was configured.",
    "A call that Langfuse has already keeps its id there, and is not counted twice."})
final class Resend implements Runnable {

    @Spec
    private CommandSpec spec;

    @Mixin
    private RemoteOptions remote;

    @Mixin
    private SpanOptions span;

    @Override
    public void run() {
        try (var service = remote.service()) {
            var told = service.post("/v1/admin/resend", span.request());
            spec.commandLine().getOut()
                    .println(Numbers.whole(told.path("attempts").asLong()) + " attempts wait to be sent to Langfuse");
        }
    }
}
