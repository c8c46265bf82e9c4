package usage.store.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLSyntaxErrorException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.h2.api.ErrorCode;
import org.h2.jdbc.JdbcException;
import usage.store.LedgerException;
import usage.store.LedgerException.Code;
import usage.store.SqlQuery;
import usage.store.SqlTable;
import usage.store.SqlValue;

/// One question on its way: taken apart, asked, answered; or stopped.
final class Question {

    private final SqlQuery query;
    private final SqlLimits limits;
    private Optional<PreparedStatement> running = Optional.empty();
    private Optional<LedgerException> stopped = Optional.empty();

    Question(SqlQuery query, SqlLimits limits) {
        this.query = query;
        this.limits = limits;
    }

    SqlTable ask(ReaderAccount account) {
        var allowed = AllowedQuery.of(query);
        try (var connection = account.connection(); var statement = connection.prepareStatement(allowed.text())) {
            statement.setMaxRows(limits.rows() + 1);
            statement.setQueryTimeout((int) Math.max(1, limits.time().toSeconds()));
            Values.fill(statement, allowed.parameters());
            begin(statement);
            try (var result = statement.executeQuery()) {
                return table(result);
            } finally {
                end();
            }
        } catch (SQLException failure) {
            throw understood(failure);
        }
    }

    /// Ends it, where it has not ended, so that it fails with `reason`. The database looks up from its work now and then.
    synchronized void stop(LedgerException reason) {
        if (stopped.isEmpty()) {
            stopped = Optional.of(reason);
            running.ifPresent(Question::cancel);
        }
    }

    private synchronized void begin(PreparedStatement statement) {
        stopped.ifPresent(reason -> {
            throw reason;
        });
        running = Optional.of(statement);
    }

    private synchronized void end() {
        running = Optional.empty();
    }

    private static void cancel(PreparedStatement statement) {
        try {
            statement.cancel();
        } catch (SQLException closed) {
            throw new IllegalStateException("a statement that runs is not closed", closed);
        }
    }

    private SqlTable table(ResultSet result) throws SQLException {
        var meta = result.getMetaData();
        var columns = new ArrayList<SqlTable.Column>();
        for (int at = 1; at <= meta.getColumnCount(); at++) {
            columns.add(new SqlTable.Column(name(meta.getColumnLabel(at)), meta.getColumnTypeName(at).toLowerCase(Locale.ROOT)));
        }
        var rows = new ArrayList<List<SqlValue>>();
        long characters = 0;
        while (result.next()) {
            if (rows.size() == limits.rows() || characters > limits.characters()) {
                return new SqlTable(columns, rows, true);
            }
            var row = new ArrayList<SqlValue>();
            for (int at = 1; at <= columns.size(); at++) {
                row.add(Values.read(result, at));
            }
            characters += row.stream().mapToLong(Values::size).sum();
            rows.add(List.copyOf(row));
        }
        return new SqlTable(columns, rows, false);
    }

    private static String name(String label) {
        return label.equals(label.toUpperCase(Locale.ROOT)) ? label.toLowerCase(Locale.ROOT) : label;
    }

    private synchronized LedgerException understood(SQLException failure) {
        if (stopped.isPresent()) {
            return stopped.get();
        }
        var reason = failure instanceof JdbcException h2 ? h2.getOriginalMessage() : failure.getMessage();
        if (failure.getErrorCode() == ErrorCode.STATEMENT_WAS_CANCELED) {
            return tooLong(limits);
        }
        return isOfTheQuestion(failure)
                ? Refusal.sql("cannot be answered: " + reason, failure)
                : new LedgerException(Code.UNAVAILABLE, "sql cannot be asked: the database fails: " + reason, failure);
    }

    /// Numbers beyond what Java's have room for are a general error to the database, but not one of its own.
    private static boolean isOfTheQuestion(SQLException failure) {
        return failure instanceof SQLSyntaxErrorException || failure instanceof SQLDataException
                || failure instanceof SQLFeatureNotSupportedException || failure.getCause() instanceof ArithmeticException;
    }

    static LedgerException tooLong(SqlLimits limits) {
        return Refusal.sql("took longer than " + limits.time().toMillis() / 1e3 + " s and was stopped");
    }
}
