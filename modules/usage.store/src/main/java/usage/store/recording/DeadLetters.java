package usage.store.recording;

import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import usage.store.AttemptKey;
import usage.store.DeadLetter;
import usage.store.h2.StoredText;
import usage.store.journal.Entry;
import usage.store.journal.EntryWriter;
import usage.store.journal.LineFile;

/// Settled attempts that the table would not take, in the file `dead-letters.tsv`: a line for each with the time, call id,
/// attempt, segment, reason, and its entries of the journal in Base64, with tabs between. Nothing is ever removed from it by itself.
final class DeadLetters {

    private final LineFile file;
    private final Map<AttemptKey, DeadLetter> known = new LinkedHashMap<>();

    DeadLetters(LineFile file) {
        this.file = file;
        for (var line : file.lines()) {
            var cells = line.split("\t");
            var key = new AttemptKey(UUID.fromString(cells[1]), Integer.parseInt(cells[2]));
            known.put(key, new DeadLetter(key, Long.parseLong(cells[3]), Instant.parse(cells[0]), cells[4]));
        }
    }

    /// Keeps an attempt; one that was kept before is not kept again.
    synchronized void add(Instant at, AttemptKey key, long segment, String reason, Entry... entries) {
        if (!known.containsKey(key)) {
            var letter = new DeadLetter(key, segment, at, StoredText.of(reason, StoredText.NAME));
            file.add(String.join("\t", letter.at().toString(), key.callId().toString(), Integer.toString(key.attempt()),
                    Long.toString(segment), letter.reason(), written(entries)) + "\n");
            known.put(key, letter);
        }
    }

    private static String written(Entry... entries) {
        return Arrays.stream(entries).map(EntryWriter::bytes).map(Base64.getEncoder()::encodeToString)
                .collect(Collectors.joining(","));
    }

    synchronized long count() {
        return known.size();
    }

    synchronized List<DeadLetter> all() {
        return List.copyOf(known.values());
    }
}
