package sidecar.embedded.extract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import sidecar.embedded.minilm.Embedded;
import sidecar.embedded.minilm.MiniLm;

/// Picks sentences by their vectors and gives them back in reading order.
///
/// For a question: at most three, by cosine to the question plus 0.3 × [WordOverlap], none that scores under 0.8 of
/// the best. For a summary: a third of the sentences, at least one and at most five, by maximal marginal relevance
/// (Carbonell and Goldstein, 1998) to the mean vector, with λ = 0.7. At most 512 sentences are looked at: those with
/// the most of the question's words, or evenly spread ones.
final class Selection {

    private static final int MOST_READ = 512;
    private static final int MOST_ANSWERING = 3;
    private static final int MOST_CENTRAL = 5;
    private static final double OVERLAP_WEIGHT = 0.3;
    private static final double NEAR_BEST = 0.8;
    private static final double LAMBDA = 0.7;

    private final MiniLm model;

    Selection(MiniLm model) {
        this.model = model;
    }

    String answer(Task.Answer task) {
        var overlap = new WordOverlap(task.question(), task.sentences());
        var read = inOrder(best(task.sentences().size(), MOST_READ, at -> overlap.of(task.sentences().get(at))),
                task.sentences());
        var vectors = model.embed(Stream.concat(Stream.of(task.question()), read.stream()).toList(), MiniLm.WINDOW);
        var scores = IntStream.range(0, read.size()).mapToDouble(
                at -> vectors.getFirst().similarity(vectors.get(at + 1)) + OVERLAP_WEIGHT * overlap.of(read.get(at))).toArray();
        var chosen = best(read.size(), MOST_ANSWERING, at -> scores[at]);
        double floor = NEAR_BEST * scores[chosen.getFirst()];
        return text(chosen.stream().filter(at -> at.equals(chosen.getFirst()) || scores[at] >= floor).toList(), read);
    }

    String summary(Task.Summarize task) {
        var all = task.sentences();
        int count = Math.min(all.size(), MOST_READ);
        var read = IntStream.range(0, count).mapToObj(at -> all.get((int) ((long) at * all.size() / count))).toList();
        var vectors = model.embed(read, MiniLm.WINDOW);
        var centre = Embedded.mean(vectors);
        var chosen = new ArrayList<Integer>();
        while (chosen.size() < Math.clamp(read.size() / 3, 1, MOST_CENTRAL)) {
            chosen.add(IntStream.range(0, read.size()).boxed().filter(at -> !chosen.contains(at))
                    .max(Comparator.comparingDouble(at -> LAMBDA * vectors.get(at).similarity(centre)
                            - (1 - LAMBDA) * nearest(vectors.get(at), chosen, vectors)))
                    .orElseThrow());
        }
        return text(chosen, read);
    }

    private static double nearest(Embedded candidate, List<Integer> chosen, List<Embedded> vectors) {
        return chosen.stream().mapToDouble(at -> candidate.similarity(vectors.get(at))).max().orElse(0);
    }

    /// The places of the `most` highest scores below `size`, best first, the earlier first among equals.
    private static List<Integer> best(int size, int most, IntToDoubleFunction score) {
        var scores = IntStream.range(0, size).mapToDouble(score).toArray();
        return IntStream.range(0, size).boxed().sorted(Comparator.comparingDouble(at -> -scores[at])).limit(most).toList();
    }

    private static List<String> inOrder(List<Integer> places, List<String> sentences) {
        return places.stream().sorted().map(sentences::get).toList();
    }

    private static String text(List<Integer> places, List<String> sentences) {
        return inOrder(places, sentences).stream().collect(Collectors.joining(" "));
    }
}
