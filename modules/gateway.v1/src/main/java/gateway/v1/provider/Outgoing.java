package gateway.v1.provider;

/// A call in a provider's words, ready to be sent, once.
public interface Outgoing {

    /// Whether it goes, and its answer comes, in the words that the caller speaks.
    boolean isPassage();

    /// Sends it and waits until the answer begins.
    ///
    /// @throws gateway.v1.call.GatewayException with a fault whose type tells whether anything was sent
    ProviderAnswer send();
}
