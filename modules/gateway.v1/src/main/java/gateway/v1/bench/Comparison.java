package gateway.v1.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;

/// The same loads on several subjects, in turns within one run and one process, so that noise falls on all alike. Of each figure
/// the median of all rounds is told, and its difference to that of the first subject.
///
/// @param out where it is told
/// @param options how long and how often
/// @param subjects by name, the yardstick first
public record Comparison(PrintWriter out, LoadOptions options, SequencedMap<String, Subject> subjects) {

    private static final NamedLoad WARMING = NamedLoad.callers(16);
    private static final int WARM_UP = 4;

    /// What is measured.
    ///
    /// @param load calls it
    /// @param rest waits after each of its turns, until it does no more of what the turn has left it to do
    public record Subject(Load load, Runnable rest) {

        /// A subject that has nothing left to do when its calls are answered.
        public Subject(Load load) {
            this(load, () -> {});
        }
    }

    /// Measures them and prints a table.
    ///
    /// @param all that there are; the options may choose one of them
    /// @throws picocli.CommandLine.ParameterException where they name another
    public void measure(List<NamedLoad> all) {
        var loads = options.chosen(all);
        // Until the compilers have done most of their work, they take the processors from everybody.
        subjects.values().forEach(subject -> {
            WARMING.on().apply(subject.load(), options.duration().multipliedBy(WARM_UP));
            subject.rest().run();
        });
        out.printf("%-18s %-20s %10s %9s %9s %9s %9s %9s%n", "load", "subject", "requests/s", "p50 ms", "p99 ms", "added p50",
                "added p99", "CPU us");
        loads.forEach(load -> {
            print(load.name(), runs(load));
            out.println();
            out.flush();
        });
    }

    private SequencedMap<String, List<Run>> runs(NamedLoad load) {
        var runs = new LinkedHashMap<String, List<Run>>();
        for (int round = 0; round < options.rounds(); round++) {
            subjects.forEach((name, subject) -> {
                runs.computeIfAbsent(name, any -> new ArrayList<>()).add(load.on().apply(subject.load(), options.duration()));
                subject.rest().run();
            });
        }
        return runs;
    }

    private void print(String load, SequencedMap<String, List<Run>> measured) {
        var yardstick = measured.firstEntry().getValue();
        measured.forEach((subject, runs) -> out.printf("%-18s %-20s %10.0f %9.3f %9.3f %9.3f %9.3f %9.0f%n", load, subject,
                median(runs, Run::requestsPerSecond), median(runs, Run::p50), median(runs, Run::p99),
                median(runs, Run::p50) - median(yardstick, Run::p50), median(runs, Run::p99) - median(yardstick, Run::p99),
                median(runs, Run::cpuMicros)));
    }

    private static double median(List<Run> runs, ToDoubleFunction<Run> figure) {
        return runs.stream().mapToDouble(figure).sorted().skip(runs.size() / 2).findFirst().orElseThrow();
    }
}
