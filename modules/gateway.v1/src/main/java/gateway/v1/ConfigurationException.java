package gateway.v1;

/// A configuration that the gateway cannot start with; the message names the key. Told to whoever starts it, in one line.
public final class ConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }

    public ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
