package lakehouse.command;

import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;
import lakehouse.usage.Period;
import lakehouse.usage.Question;
import lakehouse.usage.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import usage.store.Dimension;

/// Shows what was used.
@Command(name = "usage", subcommands = {Reprice.class, Audit.class, Resend.class}, description = {
    "Prints what was used, of whom and at what cost, as a table.",
    "Costs are never converted: each currency has a column. Percentiles of latency do not add up over days: a line has them where "
            + "it is about a single one (--by day)."})
final class Usage implements Runnable {

    private static final List<String> DIMENSIONS = Arrays.stream(Dimension.values()).map(Dimension::wireName).toList();

    @Spec
    private CommandSpec spec;

    @Mixin
    private RemoteOptions remote;

    @Option(names = "--by", split = ",", paramLabel = "KEY", description = "What has a line of its own, several with commas between: day, hour, provider, model, "
            + "caller, operation, status, api_key_id, end_user, endpoint, route, group_id, tags. Default: model.")
    private List<String> by = List.of("model");

    @Option(names = "--from", paramLabel = "TIME", description = "First day or moment, in UTC: 2026-03-01 or 2026-03-01T12:00:00Z. Default: the last seven days.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "TIME", description = "First day or moment that is not in it any more. Default: until now.")
    private Optional<String> to = Optional.empty();

    @Option(names = "--where", paramLabel = "KEY=VALUE", description = "Only what has this value, as in status=failed; of several values of a key, any.")
    private List<String> where = List.of();

    @Option(names = "--model", paramLabel = "MODEL", description = "The same as --where model=MODEL.")
    private List<String> models = List.of();

    @Option(names = "--provider", paramLabel = "PROVIDER", description = "The same as --where provider=PROVIDER.")
    private List<String> providers = List.of();

    @Option(names = "--caller", paramLabel = "CALLER", description = "The same as --where caller=CALLER.")
    private List<String> callers = List.of();

    @Option(names = "--json", description = "Print the service's answer (GET /v1/usage), all pages of it.")
    private boolean json;

    @Override
    public void run() {
        var keys = new LinkedHashSet<>(by.stream().map(Usage::key).toList()).stream().toList();
        var question = new Question(Period.of(from, to, Clock.systemUTC().instant()), keys.contains("hour") ? "1h" : "1d",
                keys.stream().filter(DIMENSIONS::contains).toList(), filters());
        try (var service = remote.service()) {
            var answer = question.ask(service);
            if (json) {
                spec.commandLine().getOut().println(answer);
            } else {
                new Report(keys, answer, question.ungrouped().ask(service)).lines().forEach(spec.commandLine().getOut()::println);
            }
        }
    }

    private Map<String, List<String>> filters() {
        var all = Stream.of(where.stream(), named("model", models), named("provider", providers), named("caller", callers))
                .flatMap(filters -> filters).toList();
        return all.stream().collect(Collectors.groupingBy(Usage::name, TreeMap::new,
                Collectors.mapping(filter -> filter.substring(filter.indexOf('=') + 1), Collectors.toList())));
    }

    private static Stream<String> named(String name, List<String> values) {
        return values.stream().map(value -> name + "=" + value);
    }

    private static String name(String filter) {
        int end = filter.indexOf('=');
        if (end < 1 || end == filter.length() - 1) {
            throw refusal("--where: needed is KEY=VALUE, not '" + filter + "'");
        }
        return known("--where", filter.substring(0, end), DIMENSIONS);
    }

    private static String key(String typed) {
        return known("--by", typed, Stream.concat(Report.TIMES.stream(), DIMENSIONS.stream()).toList());
    }

    private static String known(String option, String typed, List<String> known) {
        var name = typed.strip().toLowerCase(Locale.ROOT).replace('-', '_');
        if (!known.contains(name)) {
            throw refusal(option + ": no '" + typed + "'; there are " + String.join(", ", known));
        }
        return name;
    }

    private static LakehouseException refusal(String message) {
        return new LakehouseException(Code.CONFIGURATION, message);
    }
}
