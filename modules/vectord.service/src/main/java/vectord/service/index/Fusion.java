package vectord.service.index;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Two lists of candidates made one: the convex combination of their scores, each divided by the best of its list.
///
/// Source: Bruch, Gai, Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval" (2023), section 4, with 0 as the
/// least score of both. On Cranfield it beats reciprocal rank fusion, which forgets how far apart two ranks are.
final class Fusion {

    private static final double VECTOR_WEIGHT = 0.5;

    private Fusion() {}

    /// The fused list, best first; of a document's two chunks the one that adds more stands for it.
    static List<Candidate> of(List<Candidate> text, List<Candidate> vector) {
        var fused = new LinkedHashMap<String, Candidate>();
        add(vector, VECTOR_WEIGHT, fused);
        add(text, 1 - VECTOR_WEIGHT, fused);
        return fused.values().stream().sorted(Comparator.comparingDouble(Candidate::score).reversed()).toList();
    }

    private static void add(List<Candidate> list, double weight, Map<String, Candidate> fused) {
        double best = list.stream().mapToDouble(Candidate::score).max().orElse(0);
        for (var candidate : list) {
            double share = best > 0 ? weight * Math.max(0, candidate.score()) / best : 0;
            fused.merge(candidate.id(), new Candidate(candidate.id(), candidate.chunk(), share), Fusion::sum);
        }
    }

    private static Candidate sum(Candidate a, Candidate b) {
        return new Candidate(a.id(), (a.score() >= b.score() ? a : b).chunk(), a.score() + b.score());
    }
}
