package usage.store.h2;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import usage.store.AttemptKey;

/// Fills a statement's parameters in order. Everything that is stored or searched for passes here, so that text is cut and
/// escaped, and time truncated to microseconds, in this one place.
public final class Parameters {

    private final PreparedStatement statement;
    private int index;

    Parameters(PreparedStatement statement) {
        this.statement = statement;
    }

    public Parameters key(AttemptKey key) throws SQLException {
        return uuid(key.callId()).number(key.attempt());
    }

    public Parameters uuid(UUID id) throws SQLException {
        return value(id);
    }

    public Parameters text(String text) throws SQLException {
        return value(StoredText.of(text, StoredText.NAME));
    }

    public Parameters text(Optional<String> text) throws SQLException {
        return text.isPresent() ? text(text.get()) : value(null);
    }

    public Parameters tags(List<String> tags) throws SQLException {
        return value(statement.getConnection().createArrayOf("VARCHAR",
                tags.stream().map(tag -> StoredText.of(tag, StoredText.TAG)).toArray()));
    }

    public Parameters flag(boolean flag) throws SQLException {
        return value(flag);
    }

    public Parameters number(long number) throws SQLException {
        return value(number);
    }

    public Parameters number(OptionalLong number) throws SQLException {
        return value(number.isPresent() ? number.getAsLong() : null);
    }

    public Parameters number(OptionalInt number) throws SQLException {
        return value(number.isPresent() ? number.getAsInt() : null);
    }

    public Parameters moment(Instant moment) throws SQLException {
        return value(moment.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
    }

    public Parameters moment(Optional<Instant> moment) throws SQLException {
        return moment.isPresent() ? moment(moment.get()) : value(null);
    }

    public Parameters value(Object value) throws SQLException {
        statement.setObject(++index, value);
        return this;
    }
}
