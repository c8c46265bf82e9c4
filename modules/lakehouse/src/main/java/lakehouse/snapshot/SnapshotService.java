package lakehouse.snapshot;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;
import lakehouse.service.Held;
import usage.store.LedgerException;
import usage.store.ServedSnapshot;

/// A copy of the ledger that this process serves until it is told to stop; a signal stops it as [#close] does, and nothing of
/// it stays behind.
public final class SnapshotService implements AutoCloseable {

    private final Held held = new Held();
    private final Thread onExit = Thread.ofPlatform().name("snapshot-stop").unstarted(this::close);

    private SnapshotService() {}

    /// Serves nothing yet; from here on a signal removes whatever there is.
    public static SnapshotService begin() {
        var service = new SnapshotService();
        Runtime.getRuntime().addShutdownHook(service.onExit);
        return service;
    }

    /// Whether the port is free: found out before anything is copied.
    ///
    /// @throws LakehouseException `IN_USE`
    public static void checkPort(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress("127.0.0.1", port));
        } catch (IOException e) {
            throw new LakehouseException(Code.IN_USE, "--port: cannot listen on 127.0.0.1:" + port + " (" + e.getMessage() + ")",
                    e);
        }
    }

    /// Unpacks a copy and serves it. A signal that comes meanwhile waits until that is done.
    ///
    /// @throws LakehouseException `FAILED` where it cannot be unpacked or opened
    public synchronized ServedSnapshot serve(Path source, int port, String password) {
        try {
            var directory = held.hold(PrivateDirectory.in(Path.of(System.getProperty("java.io.tmpdir"))));
            return held.hold(ServedSnapshot.serve(source, directory.below("copy"), port, password));
        } catch (IOException e) {
            throw new LakehouseException(Code.FAILED, "there is no place for the copy: " + e.getMessage(), e);
        } catch (LedgerException e) {
            throw new LakehouseException(Code.FAILED, e.getMessage(), e);
        }
    }

    /// Waits until it was stopped.
    public void awaitStop() throws InterruptedException {
        held.awaitClose();
    }

    @Override
    public synchronized void close() {
        held.close();
    }
}
