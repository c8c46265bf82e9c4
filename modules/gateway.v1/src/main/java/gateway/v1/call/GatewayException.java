package gateway.v1.call;

/// A call that cannot go on; its stable code is the fault's type.
public final class GatewayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Fault fault;

    public GatewayException(Fault fault) {
        super(fault.message());
        this.fault = fault;
    }

    public GatewayException(Fault fault, Throwable cause) {
        super(fault.message(), cause);
        this.fault = fault;
    }

    /// What is wrong.
    public Fault fault() {
        return fault;
    }
}
