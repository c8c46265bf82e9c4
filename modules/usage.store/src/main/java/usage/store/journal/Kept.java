package usage.store.journal;

/// As long as it is not closed, no segment of the journal goes. Any thread may close it, once.
@FunctionalInterface
public interface Kept extends AutoCloseable {

    @Override
    void close();
}
