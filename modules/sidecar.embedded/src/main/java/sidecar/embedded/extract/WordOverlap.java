package sidecar.embedded.extract;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How much of a question's words a sentence has, rare words counting more: 0 none, 1 all that any sentence has.
final class WordOverlap {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

    private final Map<String, Double> weights;
    private final double most;

    WordOverlap(String question, List<String> sentences) {
        var asked = words(question);
        var spread = sentences.stream().flatMap(sentence -> words(sentence).stream().filter(asked::contains))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        weights = spread.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> Math.log1p((double) sentences.size() / entry.getValue())));
        most = weights.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    double of(String sentence) {
        return most == 0 ? 0 : words(sentence).stream().mapToDouble(word -> weights.getOrDefault(word, 0.0)).sum() / most;
    }

    private static Set<String> words(String text) {
        return WORD.matcher(text.toLowerCase(Locale.ROOT)).results().map(MatchResult::group).collect(Collectors.toSet());
    }
}
