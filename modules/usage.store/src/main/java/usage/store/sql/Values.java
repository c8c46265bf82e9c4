package usage.store.sql;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import usage.store.SqlValue;

/// Values on their way into the database and out of it.
final class Values {

    /// More digits than any sum has, and few enough that no arithmetic makes a number out of them that fills the memory.
    private static final int MOST_DIGITS = 60;

    private Values() {}

    static void fill(PreparedStatement statement, List<SqlValue> values) throws SQLException {
        for (int at = 0; at < values.size(); at++) {
            switch (values.get(at)) {
                case SqlValue.Missing() -> statement.setNull(at + 1, Types.VARCHAR);
                case SqlValue.Text(var text) -> statement.setString(at + 1, small(at, text));
                case SqlValue.Flag(var set) -> statement.setBoolean(at + 1, set);
                case SqlValue.Amount(var number) -> statement.setBigDecimal(at + 1, bounded(at, number));
                case SqlValue.Items(var items) -> statement.setArray(at + 1,
                        statement.getConnection().createArrayOf("VARCHAR", texts(at, items)));
            }
        }
    }

    private static BigDecimal bounded(int at, BigDecimal number) {
        if (number.precision() > MOST_DIGITS || Math.abs((long) number.scale()) > MOST_DIGITS) {
            throw Refusal.parameters("[" + at + "] is a number of more than " + MOST_DIGITS + " digits");
        }
        return number;
    }

    private static String small(int at, String text) {
        if (Expressions.isHuge(text)) {
            throw Refusal.parameters("[" + at + "] has a number with too large an exponent");
        }
        return text;
    }

    private static Object[] texts(int at, List<SqlValue> items) {
        return items.stream().map(item -> {
            if (item instanceof SqlValue.Text(var text)) {
                return small(at, text);
            }
            throw Refusal.parameters("[" + at + "] is an array of something other than strings");
        }).toArray();
    }

    static SqlValue read(ResultSet row, int column) throws SQLException {
        var value = row.getObject(column);
        return switch (value) {
            case null -> new SqlValue.Missing();
            case java.sql.Timestamp local -> moment(row.getObject(column, LocalDateTime.class).atOffset(ZoneOffset.UTC));
            case java.util.Date local -> new SqlValue.Text(row.getString(column));
            default -> of(value);
        };
    }

    private static SqlValue of(Object value) throws SQLException {
        return switch (value) {
            case null -> new SqlValue.Missing();
            case Boolean set -> new SqlValue.Flag(set);
            case BigDecimal number -> new SqlValue.Amount(number);
            case Double number when !Double.isFinite(number) -> new SqlValue.Text(number.toString());
            case Float number when !Float.isFinite(number) -> new SqlValue.Text(number.toString());
            case Number number -> new SqlValue.Amount(new BigDecimal(number.toString()));
            case OffsetDateTime moment -> moment(moment);
            case Array array -> items((Object[]) array.getArray());
            case Object[] array -> items(array);
            default -> new SqlValue.Text(value.toString());
        };
    }

    private static SqlValue items(Object[] values) throws SQLException {
        var items = new SqlValue[values.length];
        for (int at = 0; at < values.length; at++) {
            items[at] = of(values[at]);
        }
        return new SqlValue.Items(Arrays.asList(items));
    }

    private static SqlValue moment(OffsetDateTime moment) {
        return new SqlValue.Text(moment.toInstant().truncatedTo(ChronoUnit.MICROS).toString());
    }

    /// About as many characters as it is written with.
    static long size(SqlValue value) {
        return switch (value) {
            case SqlValue.Missing() -> 4;
            case SqlValue.Flag(var set) -> 5;
            case SqlValue.Text(var text) -> text.length();
            case SqlValue.Amount(var number) -> number.precision();
            case SqlValue.Items(var items) -> items.stream().mapToLong(Values::size).sum();
        };
    }
}
