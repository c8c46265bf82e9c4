package gateway.v1.provider;

import gateway.v1.call.Frame;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A provider's answer while it comes. [#close] before its end aborts the call.
public interface ProviderAnswer extends AutoCloseable {

    /// The next frame; empty where the provider hung up. After the frame that says so nothing more comes.
    ///
    /// @throws gateway.v1.call.GatewayException where it fails
    Optional<Frame> next();

    /// Whether the next frame can be had without waiting for the provider.
    default boolean isNextAtHand() {
        return false;
    }

    /// What of the answer's head is passed on to the caller.
    default Map<String, String> headers() {
        return Map.of();
    }

    @Override
    void close();

    /// An answer that came in one piece.
    static ProviderAnswer of(Frame frame) {
        var frames = List.of(frame).iterator();
        return new ProviderAnswer() {
            @Override
            public Optional<Frame> next() {
                return frames.hasNext() ? Optional.of(frames.next()) : Optional.empty();
            }

            @Override
            public void close() {
                // It is here already.
            }
        };
    }
}
