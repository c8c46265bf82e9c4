package usage.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What usage can be grouped and filtered by.
public enum Dimension {
    PROVIDER, MODEL, CALLER, OPERATION, STATUS, API_KEY_ID, END_USER, ENDPOINT, ROUTE, GROUP_ID;

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
