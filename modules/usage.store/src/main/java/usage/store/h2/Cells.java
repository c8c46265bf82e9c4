package usage.store.h2;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import usage.store.AttemptKey;

/// Reads the current row of a result by column name; NULL is empty.
public final class Cells {

    private final ResultSet row;

    Cells(ResultSet row) {
        this.row = row;
    }

    public UUID uuid(String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    public byte[] bytes(String column) throws SQLException {
        return row.getBytes(column);
    }

    public AttemptKey key() throws SQLException {
        return new AttemptKey(row.getObject("call_id", UUID.class), row.getInt("attempt"));
    }

    public String text(String column) throws SQLException {
        return row.getString(column);
    }

    public Optional<String> optionalText(String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    public <E extends Enum<E>> E constant(Class<E> type, String column) throws SQLException {
        return Enum.valueOf(type, text(column).toUpperCase(Locale.ROOT));
    }

    public <E extends Enum<E>> Optional<E> optionalConstant(Class<E> type, String column) throws SQLException {
        return optionalText(column).map(name -> Enum.valueOf(type, name.toUpperCase(Locale.ROOT)));
    }

    public List<String> texts(String column) throws SQLException {
        return Arrays.stream((Object[]) row.getArray(column).getArray()).map(Object::toString).toList();
    }

    public boolean flag(String column) throws SQLException {
        return row.getBoolean(column);
    }

    public long number(String column) throws SQLException {
        return row.getLong(column);
    }

    public OptionalLong optionalNumber(String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
    }

    public OptionalInt optionalInt(String column) throws SQLException {
        int number = row.getInt(column);
        return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(number);
    }

    public OptionalDouble optionalDouble(String column) throws SQLException {
        double number = row.getDouble(column);
        return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(number);
    }

    public Optional<BigDecimal> optionalAmount(String column) throws SQLException {
        return Optional.ofNullable(row.getBigDecimal(column));
    }

    public Instant moment(String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    public Optional<Instant> optionalMoment(String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
