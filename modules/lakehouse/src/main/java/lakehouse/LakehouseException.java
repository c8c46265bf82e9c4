package lakehouse;

/// Why the command line could not do as it was told, in words for the person who typed it.
public final class LakehouseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Code code;

    public LakehouseException(Code code, String message) {
        super(message);
        this.code = code;
    }

    public LakehouseException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }

    /// What kind of trouble it is; decides what the process exits with.
    public enum Code {

        /// Something did not work that might work another time.
        FAILED(1),
        /// The configuration or the command line asks for what cannot be done.
        CONFIGURATION(2),
        /// Another service has the data directory or the port.
        IN_USE(3);

        private final int exit;

        Code(int exit) {
            this.exit = exit;
        }

        /// The exit code of the process.
        public int exit() {
            return exit;
        }
    }
}
