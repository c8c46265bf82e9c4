package gateway.v1.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gateway.v1.call.ClientSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandingConnectionsTest {

    @BeforeEach
    void needsTheKernelsList() {
        assumeTrue(Files.isReadable(Path.of("/proc/self/net/tcp")), "no Linux: nothing says which connections stand");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void aConnectionStandsUntilTheOtherSideClosesIt(String address) throws Exception {
        var host = InetAddress.getByName(address);
        assumeTrue(host.isReachable(1000), "no such address here");
        try (var server = new ServerSocket(0, 1, host)) {
            var client = new Socket(host, server.getLocalPort());
            try (var accepted = server.accept()) {
                var socket = new ClientSocket(accepted.getInetAddress(), accepted.getPort(), accepted.getLocalPort());
                assertThat(stands(socket)).isTrue();
                assertThat(stands(new ClientSocket(socket.client(), socket.clientPort(), socket.ourPort() ^ 1))).isFalse();
                client.close();
                awaitGone(socket);
            }
        }
    }

    @Test
    void halfAConnectionDoesNotStand() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var client = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
                var accepted = server.accept()) {
            client.shutdownOutput();
            awaitGone(new ClientSocket(accepted.getInetAddress(), accepted.getPort(), accepted.getLocalPort()));
        }
    }

    @Test
    void whereNoListIsNothingIsSaid(@TempDir Path folder) throws Exception {
        assertThat(StandingConnections.read(List.of(folder.resolve("tcp")))).isEmpty();
        Files.writeString(folder.resolve("tcp"), "  sl  local_address rem_address   st\n   0: nonsense\n\n");
        assertThat(StandingConnections.read(List.of(folder.resolve("tcp"), folder.resolve("tcp6"))).orElseThrow().names())
                .isEmpty();
    }

    private static boolean stands(ClientSocket socket) {
        return StandingConnections.read().orElseThrow().has(socket);
    }

    private static void awaitGone(ClientSocket socket) throws InterruptedException {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5); stands(socket);) {
            assertThat(System.nanoTime()).as("it is gone within five seconds").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}
