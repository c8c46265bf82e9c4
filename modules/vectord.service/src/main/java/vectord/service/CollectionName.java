package vectord.service;

import java.util.Set;
import java.util.regex.Pattern;

/// A collection's name: a letter or digit, then up to 62 letters, digits, `_` or `-`, all in lower case.
///
/// @param value the name
public record CollectionName(String value) implements Comparable<CollectionName> {

    private static final Pattern RULE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");
    private static final Set<String> RESERVED = Set.of("agent", "jobs", "playbooks");

    public CollectionName {
        if (RESERVED.contains(value)) {
            throw new VectorsException(VectorsException.Code.RESERVED_NAME, value + " is a reserved name");
        }
        if (!RULE.matcher(value).matches()) {
            throw new VectorsException(VectorsException.Code.INVALID_NAME,
                    "a collection's name matches " + RULE.pattern() + "; this one does not: " + shortened(value));
        }
    }

    @Override
    public int compareTo(CollectionName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static String shortened(String name) {
        return name.length() <= 64 ? name : name.substring(0, 64) + "… (" + name.length() + " characters)";
    }
}
