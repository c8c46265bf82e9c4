package usage.store;

import java.math.BigDecimal;
import java.util.List;

/// A value that goes into a question in SQL or comes out of it.
public sealed interface SqlValue {

    /// NULL.
    record Missing() implements SqlValue {}

    /// Text, and what is told as text: a time in ISO 8601 and UTC, a date, a UUID.
    record Text(String text) implements SqlValue {}

    /// A number.
    record Amount(BigDecimal number) implements SqlValue {}

    /// True or false.
    record Flag(boolean set) implements SqlValue {}

    /// An array.
    record Items(List<SqlValue> items) implements SqlValue {

        public Items {
            items = List.copyOf(items);
        }
    }
}
