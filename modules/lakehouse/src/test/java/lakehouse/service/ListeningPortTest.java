package lakehouse.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;
import lakehouse.configuration.Configuration;
import org.junit.jupiter.api.Test;

class ListeningPortTest {

    @Test
    void aTakenPortIsToldByItsKey() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> check(Map.of("server.port", Integer.toString(other.getLocalPort()))))
                    .isInstanceOfSatisfying(LakehouseException.class, refusal -> {
                        assertThat(refusal.code()).isEqualTo(Code.IN_USE);
                        assertThat(refusal)
                                .hasMessageStartingWith("server.port: cannot listen on 127.0.0.1:" + other.getLocalPort());
                    });
        }
    }

    @Test
    void anAddressOfAnotherMachineIsToldByItsKey() {
        assertThatThrownBy(() -> check(Map.of("server.port", "0", "server.host", "192.0.2.1", "auth.keys.0.key", "secret-key")))
                .isInstanceOfSatisfying(LakehouseException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(Code.CONFIGURATION))
                .hasMessageStartingWith("server.host, server.port: cannot listen on 192.0.2.1:0");
    }

    @Test
    void anyFreePortWillDo() {
        assertThatNoException().isThrownBy(() -> check(Map.of("server.port", "0")));
    }

    private static void check(Map<String, String> told) {
        ListeningPort.check(Configuration.assemble(Optional.empty(), told, Map.of()));
    }
}
