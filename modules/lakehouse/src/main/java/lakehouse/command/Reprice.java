package lakehouse.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import lakehouse.remote.RemoteService;
import lakehouse.usage.Progress;
import lakehouse.usage.RepriceAnswer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Charges calls anew.
@Command(name = "reprice", description = {
    "Gives calls that were made the prices that are configured now, each as of the moment it was accepted.",
    "The service goes on meanwhile. It may be broken off, and done again: what has its price already stays as it is."})
final class Reprice implements Runnable {

    @Spec
    private CommandSpec spec;

    @Mixin
    private RemoteOptions remote;

    @Mixin
    private SpanOptions span;

    @Option(names = "--provider", paramLabel = "PROVIDER", description = "Only calls to this provider.")
    private Optional<String> provider = Optional.empty();

    @Option(names = "--model", paramLabel = "MODEL", description = "Only calls to this model.")
    private Optional<String> model = Optional.empty();

    @Option(names = "--only-unpriced", description = "Only calls that have no cost.")
    private boolean onlyUnpriced;

    @Option(names = "--clear", description = "Take the cost away from calls that no price gives one now. Otherwise they keep it.")
    private boolean clear;

    @Option(names = "--dry-run", description = "Say what would change, and change nothing.")
    private boolean dryRun;

    @Override
    public void run() {
        try (var service = remote.service()) {
            ask(service).summary(dryRun).forEach(spec.commandLine().getOut()::println);
        }
    }

    private RepriceAnswer ask(RemoteService service) {
        try (var progress = Progress.on(spec.commandLine().getErr())) {
            var answer = new RepriceAnswer(progress);
            service.post("/v1/admin/reprice", request(), answer::see);
            return answer;
        }
    }

    private ObjectNode request() {
        var request = span.request().put("only_unpriced", onlyUnpriced).put("clear", clear).put("dry_run", dryRun);
        provider.ifPresent(name -> request.put("provider", name));
        model.ifPresent(name -> request.put("model", name));
        return request;
    }
}
