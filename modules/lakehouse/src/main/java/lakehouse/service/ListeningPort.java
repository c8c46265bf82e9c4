package lakehouse.service;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;
import lakehouse.configuration.Configuration;

/// Whether the server will be able to listen: found out before anything is opened, because Helidon only logs it where it
/// cannot.
public final class ListeningPort {

    private ListeningPort() {}

    /// @throws LakehouseException `IN_USE` where another process listens there, `CONFIGURATION` where nobody could
    public static void check(Configuration configuration) {
        var address = new InetSocketAddress(configuration.value("server.host"),
                Integer.parseInt(configuration.value("server.port").strip()));
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
        } catch (IOException e) {
            boolean taken = String.valueOf(e.getMessage()).contains("in use");
            throw new LakehouseException(taken ? Code.IN_USE : Code.CONFIGURATION,
                    (taken ? "server.port" : "server.host, server.port") + ": cannot listen on " + address.getHostString() + ":"
                            + address.getPort() + " (" + e.getMessage() + ")",
                    e);
        }
    }
}
