package gateway.v1.provider;

import gateway.v1.call.Frame;
import java.util.Optional;

/// Understands one answer of one protocol. For one thread.
public interface FrameReader {

    /// A whole answer.
    ///
    /// @throws gateway.v1.call.GatewayException `bad_response`, or what the provider says went wrong
    Frame whole(byte[] body);

    /// A piece of a streamed answer.
    ///
    /// @param raw its bytes as they came
    /// @param name what kind of event it is; empty where the protocol does not say
    /// @param data what it says
    /// @throws gateway.v1.call.GatewayException as above
    Frame piece(byte[] raw, String name, String data);

    /// The last frame of a stream that ended without one, where all was said before.
    default Optional<Frame> end() {
        return Optional.empty();
    }
}
