package gateway.v1.provider;

/// A call in a provider's words, ready to be sent, once.
public interface Outgoing {

    /// Whether it goes, and its answer comes, in the words that the caller speaks.
    boolean isPassage();

    /// Sends it and waits until the answer begins.
    ///
    /// @param leaving run on this thread once the connection stands, before the first byte leaves: from then on the provider may
    ///        have received it. It must not throw
    /// @throws gateway.v1.call.GatewayException where it does not begin
    ProviderAnswer send(Runnable leaving);
}
