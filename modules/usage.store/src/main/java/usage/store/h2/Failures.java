package usage.store.h2;

import java.sql.SQLException;
import org.h2.jdbc.JdbcException;
import usage.store.LedgerException;

/// Turns what went wrong on a thread of the store into what its caller is told.
public final class Failures {

    private Failures() {}

    /// A ledger exception keeps its code and message; everything else gets `code`, and stays as the cause.
    static LedgerException asLedgerException(LedgerException.Code code, String message, Throwable failure) {
        return switch (failure) {
            case LedgerException known -> new LedgerException(known.code(), known.getMessage(), known);
            case SQLException sql -> new LedgerException(code, message + ": the database fails: " + reason(sql), sql);
            default -> new LedgerException(code, message + ": " + failure, failure);
        };
    }

    /// H2 appends the statement to its messages, which nobody outside needs to see.
    public static String reason(SQLException failure) {
        return failure instanceof JdbcException h2 ? h2.getOriginalMessage() : failure.getMessage();
    }
}
