package lakehouse.image;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An expression in Prometheus's language, as far as it names metrics and labels.
record PromQl(String text) {

    private static final Pattern SELECTOR = Pattern.compile("\\{([^}]*)}");
    private static final Pattern MATCHER = Pattern.compile("([a-z_A-Z0-9]+)\\s*(?:=~|!~|!=|=)\\s*\"[^\"]*\"");
    private static final Pattern CLAUSE = Pattern.compile("\\b(?:by|without|on|ignoring)\\s*\\(([^)]*)\\)");
    private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
    private static final Pattern NAME = Pattern.compile("(?<![a-zA-Z0-9_:])[a-zA-Z_:][a-zA-Z0-9_:]*(?!\\s*\\(|[a-zA-Z0-9_:])");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");

    /// Metrics that it asks for.
    Set<String> metrics() {
        var bare = RANGE.matcher(SELECTOR.matcher(CLAUSE.matcher(text).replaceAll(" ")).replaceAll(" ")).replaceAll(" ");
        return NAME.matcher(bare).results().map(MatchResult::group).filter(name -> !WORDS.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Labels that it selects or groups by.
    Set<String> labels() {
        var selected = SELECTOR.matcher(text).results().flatMap(found -> MATCHER.matcher(found.group(1)).results())
                .map(found -> found.group(1));
        var grouped = CLAUSE.matcher(text).results().flatMap(found -> Stream.of(found.group(1).split(","))).map(String::strip);
        return Stream.concat(selected, grouped).collect(Collectors.toCollection(TreeSet::new));
    }
}
