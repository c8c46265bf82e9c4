package usage.store;

/// What can go wrong in the ledger, each with a stable code.
public final class LedgerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// The stable codes.
    public enum Code {
        /// Nothing can be recorded now: no new call may be made.
        UNRECORDABLE(503),
        /// The database cannot be asked now.
        UNAVAILABLE(503),
        /// That attempt was never opened.
        UNKNOWN_ATTEMPT(500),
        /// A query's parameter is wrong; the message names it.
        INVALID_QUERY(400),
        /// As much is being asked as can be answered at a time, or memory is short; it may be asked again later.
        BUSY(429),
        /// The data directory is in use, or no ledger.
        CANNOT_OPEN(500),
        /// The data directory was written by a newer version; the message names its format and the newest that is known.
        NEWER_FORMAT(500);

        private final int httpStatus;

        Code(int httpStatus) {
            this.httpStatus = httpStatus;
        }

        /// The HTTP status it is told with.
        public int httpStatus() {
            return httpStatus;
        }
    }

    private final Code code;

    public LedgerException(Code code, String message) {
        super(message);
        this.code = code;
    }

    public LedgerException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /// The stable code.
    public Code code() {
        return code;
    }
}
