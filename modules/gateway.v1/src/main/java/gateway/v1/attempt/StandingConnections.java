package gateway.v1.attempt;

import gateway.v1.call.ClientSocket;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The TCP connections of this machine on which both sides may still write, as Linux lists them in `/proc/self/net/tcp` and
/// `tcp6` (see its manual, proc_pid_net(5)). The server's sockets cannot be asked: while a call waits for its provider, nobody
/// reads from them.
///
/// @param names of each connection the other side as the kernel writes it, and our port
record StandingConnections(Set<String> names) {

    private static final List<Path> TABLES = List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));
    private static final String ESTABLISHED = "01";
    private static final String V4_IN_V6 = "0000000000000000" + hex(new byte[]{0, 0, -1, -1});

    /// What stands now; empty on systems that do not tell.
    static Optional<StandingConnections> read() {
        return read(TABLES);
    }

    static Optional<StandingConnections> read(List<Path> tables) {
        var names = new HashSet<String>();
        boolean told = false;
        for (var table : tables) {
            try (var lines = Files.lines(table)) {
                lines.skip(1).forEach(line -> add(line, names));
                told = true;
            } catch (IOException | RuntimeException e) {
                // A machine without IPv6 has one table only.
                continue;
            }
        }
        return told ? Optional.of(new StandingConnections(names)) : Optional.empty();
    }

    /// A line has a number, our address, the other side's, and the state: `0: 0100007F:1F90 0100007F:A3C4 01 …`.
    private static void add(String line, Set<String> names) {
        var fields = line.strip().split(" +", 5);
        if (fields.length == 5 && fields[3].equals(ESTABLISHED)) {
            names.add(name(fields[2], fields[1].substring(fields[1].indexOf(':') + 1)));
        }
    }

    /// Whether the other side has neither closed the connection nor its half of it.
    boolean has(ClientSocket socket) {
        var port = String.format(Locale.ROOT, ":%04X", socket.clientPort());
        var address = hex(socket.client().getAddress());
        var ours = String.format(Locale.ROOT, "%04X", socket.ourPort());
        return names.contains(name(address + port, ours))
                || socket.client() instanceof Inet4Address && names.contains(name(V4_IN_V6 + address + port, ours));
    }

    private static String name(String otherSide, String ourPort) {
        return otherSide + '>' + ourPort;
    }

    /// As the kernel writes addresses: by words of four bytes, each in the order of this machine.
    private static String hex(byte[] address) {
        var words = ByteBuffer.wrap(address).order(ByteOrder.nativeOrder()).asIntBuffer();
        var hex = new StringBuilder();
        while (words.hasRemaining()) {
            hex.append(String.format(Locale.ROOT, "%08X", words.get()));
        }
        return hex.toString();
    }
}
