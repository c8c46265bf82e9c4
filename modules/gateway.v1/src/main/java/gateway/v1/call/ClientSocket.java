package gateway.v1.call;

import java.net.InetAddress;

/// The connection on which a request came.
///
/// @param client the other side's address
/// @param clientPort the other side's port
/// @param ourPort the port that it came to
public record ClientSocket(InetAddress client, int clientPort, int ourPort) {}
