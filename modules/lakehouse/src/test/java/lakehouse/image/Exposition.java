package lakehouse.image;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What `/metrics` answers, in Prometheus's text format.
///
/// @param families types by name, as they are told in `# TYPE` lines
/// @param samples every line that is no comment
record Exposition(Map<String, String> families, List<Sample> samples) {

    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

    /// One line.
    record Sample(String name, Map<String, String> labels, double value) {}

    static Exposition of(String text) {
        var types = text.lines().filter(line -> line.startsWith("# TYPE ")).map(line -> line.split(" "))
                .collect(Collectors.toMap(words -> words[2], words -> words[3]));
        return new Exposition(types,
                text.lines().filter(line -> !line.startsWith("#") && !line.isBlank()).map(Exposition::sample).toList());
    }

    private static Sample sample(String line) {
        var match = SAMPLE.matcher(line);
        if (!match.matches()) {
            throw new AssertionError("not a sample: " + line);
        }
        var labels = new LinkedHashMap<String, String>();
        var given = match.group(2) == null ? "" : match.group(2);
        var label = LABEL.matcher(given);
        int end = 0;
        while (label.find() && label.start() == end) {
            labels.put(label.group(1), label.group(2));
            end = label.end();
        }
        if (end != given.length()) {
            throw new AssertionError("labels cannot be read: " + line);
        }
        return new Sample(match.group(1), labels, Double.parseDouble(match.group(3).replace("Inf", "Infinity")));
    }

    Stream<Sample> named(String name) {
        return samples.stream().filter(sample -> sample.name().equals(name));
    }

    /// The sum of all samples of a name whose labels are as they should be.
    double sum(String name, Predicate<Map<String, String>> labels) {
        return named(name).filter(sample -> labels.test(sample.labels())).mapToDouble(Sample::value).sum();
    }

    /// The sum of all samples of a name.
    double sum(String name) {
        return sum(name, labels -> true);
    }

    /// Names of all labels of a metric.
    Set<String> labels(String name) {
        return named(name).flatMap(sample -> sample.labels().keySet().stream()).collect(Collectors.toCollection(TreeSet::new));
    }
}
