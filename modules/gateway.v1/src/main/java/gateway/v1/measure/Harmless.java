package gateway.v1.measure;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;

/// Measures without ever failing whoever is measured: a measurement that goes wrong is missing and nothing else. They are counted,
/// and the log says it of the first, the tenth, the hundredth and so on.
final class Harmless {

    private final System.Logger log;
    private final AtomicLong missing = new AtomicLong();

    Harmless(System.Logger log) {
        this.log = log;
    }

    void measure(Runnable measurement) {
        try {
            measurement.run();
        } catch (RuntimeException e) {
            long count = missing.incrementAndGet();
            if (isToBeSaid(count)) {
                log.log(Level.ERROR, "calls could not be measured, " + count + " times until now; metrics lack them", e);
            }
        }
    }

    private static boolean isToBeSaid(long count) {
        long power = 1;
        while (power < count) {
            power *= 10;
        }
        return power == count;
    }
}
