package usage.store.journal;

/// What the journal is forced to.
@FunctionalInterface
public interface Disk {

    /// The one that is there.
    Disk REAL = Runnable::run;

    /// Runs what forces memory to it.
    ///
    /// @throws java.io.UncheckedIOException where it does not take what was written
    void take(Runnable forcing);
}
