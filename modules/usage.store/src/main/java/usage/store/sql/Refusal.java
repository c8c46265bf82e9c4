package usage.store.sql;

import usage.store.LedgerException;

/// Tells why a question is not answered; the message begins with the part of the request that is wrong.
final class Refusal {

    private static final int SHOWN = 80;

    private Refusal() {}

    /// What is wrong with the text.
    static LedgerException sql(String problem) {
        return invalid("sql " + problem, null);
    }

    /// The same, found by somebody else.
    static LedgerException sql(String problem, Throwable cause) {
        return invalid("sql " + problem, cause);
    }

    /// What is wrong with what stands for the question marks.
    static LedgerException parameters(String problem) {
        return invalid("parameters " + problem, null);
    }

    /// A piece of the text, shortened.
    static String shown(Object piece) {
        var text = piece.toString().strip();
        return "'" + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text) + "'";
    }

    private static LedgerException invalid(String message, Throwable cause) {
        return new LedgerException(LedgerException.Code.INVALID_QUERY, message, cause);
    }
}
