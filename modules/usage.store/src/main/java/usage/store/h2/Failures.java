package usage.store.h2;

import java.sql.SQLException;
import usage.store.LedgerException;

/// Turns what went wrong on a thread of the store into what its caller is told.
final class Failures {

    private Failures() {}

    /// A ledger exception keeps its code and message; everything else gets `code`.
    static LedgerException asLedgerException(LedgerException.Code code, String message, Throwable failure) {
        return switch (failure) {
            case LedgerException known -> new LedgerException(known.code(), known.getMessage(), known);
            case SQLException sql -> new LedgerException(code, message + ": the database fails (" + sql.getMessage() + ")", sql);
            default -> new LedgerException(code, message + ": " + failure, failure);
        };
    }
}
