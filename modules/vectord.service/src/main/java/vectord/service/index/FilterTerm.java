package vectord.service.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Metadata as terms of one Lucene field, so that any number of metadata fields costs the index no field of its own.
///
/// A term holds the field's name, its length first (names may contain anything), then the value's kind and canonical
/// form: 1, 1.0 and 1e0 are the same number. A list matches by each of its elements; nested objects match nothing. Terms
/// too long for Lucene are indexed by their SHA-256.
final class FilterTerm {

    private static final int MAX_CHARACTERS = 1024;

    private FilterTerm() {}

    static List<String> of(Map<String, JsonNode> metadata) {
        var terms = new ArrayList<String>();
        metadata.forEach((name, value) -> {
            if (value.isArray()) {
                value.forEach(element -> add(name, element, terms));
            } else {
                add(name, value, terms);
            }
        });
        return terms.stream().distinct().toList();
    }

    private static void add(String name, JsonNode value, List<String> terms) {
        if (value.isTextual() || value.isNumber() || value.isBoolean()) {
            terms.add(of(name, value));
        }
    }

    static String of(String name, JsonNode scalar) {
        var prefix = name.length() + ":" + name + ":";
        if (scalar.isNumber()) {
            return bounded(prefix + "n:" + scalar.decimalValue().stripTrailingZeros());
        }
        return bounded(prefix + (scalar.isBoolean() ? "b:" : "s:") + scalar.asText());
    }

    private static String bounded(String term) {
        return term.length() <= MAX_CHARACTERS ? term : "#" + sha256(term);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
