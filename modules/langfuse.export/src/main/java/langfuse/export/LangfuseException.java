package langfuse.export;

/// A configuration with which Langfuse cannot be told; the message names the key. Told to whoever starts the service, in one line.
public final class LangfuseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LangfuseException(String message) {
        super(message);
    }
}
