package gateway.v1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/// A listener whose queue is full: it lets nobody connect, and refuses nobody.
final class FullListener implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<Socket> queue = new ArrayList<>();

    FullListener() throws IOException {
        for (int at = 0; at < 4; at++) {
            var waiting = new Socket();
            queue.add(waiting);
            try {
                waiting.connect(listener.getLocalSocketAddress(), 200);
            } catch (SocketTimeoutException e) {
                break;
            }
        }
    }

    String uri() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (var socket : queue) {
            socket.close();
        }
    }
}
