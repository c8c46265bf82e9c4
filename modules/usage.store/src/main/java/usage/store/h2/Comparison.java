package usage.store.h2;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import usage.store.Column;

/// A filter: a row passes that has one of the values in the column. Without values none does.
///
/// @param sql a condition to stand between `AND`s
/// @param values fills its parameters
public record Comparison(String sql, List<Sql.Fill> values) {

    // As in the view `calls`; here, because pages come from the table, whose index has their order.
    private static final String START = "CASE WHEN attempt > 1 THEN COALESCE(sent_at, accepted_at) ELSE accepted_at END";
    public static final String LATENCY = "(GREATEST(0, DATEDIFF(MICROSECOND, " + START + ", finished_at)) / 1000)";
    public static final String TIME_TO_FIRST_TOKEN = "(CASE WHEN first_token_at IS NOT NULL "
            + "THEN GREATEST(0, DATEDIFF(MICROSECOND, " + START + ", first_token_at)) / 1000 END)";
    private static final int MOST_DIGITS = 60;
    private static final Map<Column, String> DERIVED = Map.of(Column.LATENCY_MS, LATENCY, Column.TIME_TO_FIRST_TOKEN_MS,
            TIME_TO_FIRST_TOKEN, Column.CALLER_SPAN_ID, CallerSpans.OF_ATTEMPT);

    /// @throws usage.store.LedgerException `invalid_query` where the column cannot have a value that looks so
    static Comparison anyOf(Column column, List<String> values) {
        var fills = values.stream().map(value -> fill(column, value)).toList();
        if (fills.isEmpty()) {
            return new Comparison("FALSE", fills);
        }
        return new Comparison(column.kind() == Column.Kind.TAGS
                ? "(" + String.join(" OR ", Collections.nCopies(fills.size(), "ARRAY_CONTAINS(tags, ?)")) + ")"
                : expression(column) + " IN (" + Sql.marks(fills.size()) + ")", fills);
    }

    static Comparison latency(String operator, long millis) {
        return new Comparison(LATENCY + " " + operator + " ?", List.of(parameters -> parameters.number(millis)));
    }

    private static String expression(Column column) {
        return DERIVED.getOrDefault(column, column.wireName());
    }

    private static Sql.Fill fill(Column column, String value) {
        try {
            return switch (column.kind()) {
                case TEXT -> parameters -> parameters.text(value);
                case TAGS -> parameters -> parameters.value(StoredText.of(value, StoredText.TAG));
                case ID -> {
                    var id = UUID.fromString(value);
                    yield parameters -> parameters.uuid(id);
                }
                case NUMBER -> {
                    long number = Long.parseLong(value);
                    yield parameters -> parameters.number(number);
                }
                case AMOUNT -> {
                    var amount = amount(value);
                    yield parameters -> parameters.value(amount);
                }
                case FLAG -> {
                    boolean flag = flag(value);
                    yield parameters -> parameters.flag(flag);
                }
                case MOMENT -> {
                    var moment = Instant.parse(value);
                    Bounds.check(column.wireName(), moment);
                    yield parameters -> parameters.moment(moment);
                }
            };
        } catch (IllegalArgumentException | DateTimeException unreadable) {
            throw Bounds.invalid(column.wireName() + " must be " + column.kind().expectation() + ", not '"
                    + StoredText.of(value, StoredText.TAG) + "'");
        }
    }

    /// Bounded: the database compares amounts digit by digit, and an exponent writes millions of them in a few letters.
    private static BigDecimal amount(String value) {
        var amount = new BigDecimal(value);
        if (amount.precision() > MOST_DIGITS || Math.abs((long) amount.scale()) > MOST_DIGITS) {
            throw new IllegalArgumentException(value);
        }
        return amount;
    }

    private static boolean flag(String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(value);
        };
    }
}
