package lakehouse.service;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;

/// What a service holds, closed in the opposite order. A signal may come while it still starts: it then closes what is held so far.
public final class Held implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Held.class.getName());

    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /// Holds one more.
    public synchronized <T extends AutoCloseable> T hold(T resource) {
        resources.push(resource);
        return resource;
    }

    /// Waits until all is closed.
    public void awaitClose() throws InterruptedException {
        closed.await();
    }

    @Override
    public synchronized void close() {
        while (!resources.isEmpty()) {
            var resource = resources.pop();
            try {
                resource.close();
            } catch (Exception e) {
                LOG.log(Level.ERROR, "could not be closed: " + resource, e);
            }
        }
        closed.countDown();
    }
}
