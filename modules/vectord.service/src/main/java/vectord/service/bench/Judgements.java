package vectord.service.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which documents are relevant to which query; relevant or not, without grades.
///
/// @param relevant ids of the relevant documents, by the query's id
record Judgements(Map<String, Set<String>> relevant) {

    /// Reads lines of query, document and grade, separated by tabs; a grade of 0 is not relevant.
    static Judgements read(Path file) throws IOException {
        var relevant = new HashMap<String, Set<String>>();
        for (var line : Files.readAllLines(file)) {
            var columns = line.split("\t");
            if (columns.length < 3) {
                throw new IOException(file + ": not query, document and grade: " + line);
            }
            if (!columns[2].strip().equals("0")) {
                relevant.computeIfAbsent(columns[0], _ -> new HashSet<>()).add(columns[1]);
            }
        }
        return new Judgements(relevant);
    }

    boolean has(String query) {
        return relevant.containsKey(query);
    }

    /// Normalized discounted cumulative gain of the first `at` results: 1 where every place that could hold a relevant
    /// document does (Järvelin and Kekäläinen, 2002, with binary gains).
    double ndcg(String query, List<String> results, int at) {
        double gained = 0;
        double ideal = 0;
        for (int rank = 0; rank < at; rank++) {
            double gain = Math.log(2) / Math.log(rank + 2);
            gained += rank < results.size() && relevant.get(query).contains(results.get(rank)) ? gain : 0;
            ideal += rank < relevant.get(query).size() ? gain : 0;
        }
        return gained / ideal;
    }

    /// Share of the relevant documents that are among the first `at` results.
    double recall(String query, List<String> results, int at) {
        long found = results.stream().limit(at).filter(relevant.get(query)::contains).count();
        return (double) found / relevant.get(query).size();
    }
}
