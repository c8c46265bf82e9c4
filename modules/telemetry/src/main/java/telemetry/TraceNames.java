package telemetry;

/// What traces are called: by whoever began them.
public final class TraceNames {

    private static final String OURS = "vectord";

    private TraceNames() {}

    /// Whether that caller is a component of ours, which tells of its request's span itself. Only they may be called so: the
    /// gateway's door sees to that.
    public static boolean isComponent(String caller) {
        return caller.startsWith(OURS + ".");
    }

    /// The name of the trace of a call. Those of our components are made within a request to `/vectors`, and have one name.
    public static String of(String caller) {
        return isComponent(caller) ? OURS : caller;
    }
}
