package usage.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What usage can be grouped and filtered by.
public enum Dimension {
    PROVIDER, MODEL, CALLER, OPERATION, STATUS, API_KEY_ID, END_USER, ENDPOINT, ROUTE, GROUP_ID,
    /// A row counts in the group of each of its tags, so that groups add up to more than there is; without tags it counts
    /// in the group that has no key. A filter by tags keeps whole rows, which then count for all of their tags.
    TAGS;

    /// The name as it stands in queries and answers; `model` means the target model.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The column of the record that it stands for.
    public Column column() {
        return this == MODEL ? Column.TARGET_MODEL : Column.valueOf(name());
    }

    /// The dimension of that name.
    ///
    /// @throws LedgerException `invalid_query` naming the known ones
    public static Dimension of(String wireName) {
        return Arrays.stream(values()).filter(dimension -> dimension.wireName().equals(wireName)).findFirst()
                .orElseThrow(() -> new LedgerException(LedgerException.Code.INVALID_QUERY, "group_by cannot be '" + wireName
                        + "'; known are " + Arrays.stream(values()).map(Dimension::wireName).collect(Collectors.joining(", "))));
    }
}
