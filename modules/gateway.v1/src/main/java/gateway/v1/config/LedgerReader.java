package gateway.v1.config;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import usage.store.JournalSettings;
import usage.store.JournalSettings.Fsync;
import usage.store.Price;
import usage.store.StoreSettings;

/// Reads what concerns the ledger: `prices`, `usage.retention` and `usage.journal`.
final class LedgerReader {

    private LedgerReader() {}

    static List<Price> prices(ConfigTree prices) {
        return prices.children().map(LedgerReader::price).toList();
    }

    private static Price price(ConfigTree tree) {
        tree.required("input");
        var input = tree.value("input", BigDecimal::new).orElseThrow();
        var cachedInput = tree.value("cached-input", BigDecimal::new);
        var cacheWrite = tree.value("cache-write", BigDecimal::new);
        var output = tree.value("output", BigDecimal::new);
        var reasoning = tree.value("reasoning", BigDecimal::new);
        var perRequest = tree.value("per-request", BigDecimal::new);
        var from = tree.value("from", LedgerReader::instant).orElse(Instant.EPOCH);
        return tree.checked(() -> new Price(tree.required("provider"), tree.required("model"), input, cachedInput, cacheWrite,
                output, reasoning, perRequest, tree.required("currency"), from));
    }

    /// A date (of which YAML makes a date and time), or an instant.
    private static Instant instant(String text) {
        return text.length() > 10 && text.contains("T")
                ? Instant.parse(text)
                : LocalDate.parse(text.substring(0, Math.min(10, text.length()))).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    static Duration retention(ConfigTree usage) {
        return usage.value("retention", LedgerReader::retention).orElse(StoreSettings.USUAL_RETENTION);
    }

    private static Duration retention(String text) {
        var retention = Duration.parse(text);
        StoreSettings.checkRetention(retention);
        return retention;
    }

    static JournalSettings journal(ConfigTree journal) {
        var usual = JournalSettings.DEFAULT;
        var directory = journal.value("dir", Path::of);
        var fsync = journal.value("fsync", Fsync::of).orElse(usual.fsync());
        int segmentBytes = journal.value("segment-bytes", Integer::valueOf).orElse(usual.segmentBytes());
        long maxBytes = journal.value("max-bytes", Long::valueOf).orElse(usual.maxBytes());
        return journal.checked(() -> new JournalSettings(directory, fsync, segmentBytes, maxBytes));
    }
}
