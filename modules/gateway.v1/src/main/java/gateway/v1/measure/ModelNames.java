package gateway.v1.measure;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import telemetry.MetricLabel;

/// Names of models as labels. Callers and providers say them, so that there may be any number: a pair of names is told from the
/// first good answer on, up to a number of pairs and if it is not too long, and is `other` until then and beyond. What the operator
/// has named is told from the beginning.
final class ModelNames {

    private static final int LONGEST = 100;

    /// A model as the provider was asked for it, and as it answered; empty where it has not said.
    record Pair(String requested, String answered) {}

    private record Known(String provider, Pair pair) {}

    private final int most;
    private final Set<Known> known = ConcurrentHashMap.newKeySet();
    private final Set<Known> requested = ConcurrentHashMap.newKeySet();

    /// @param most pairs that are told by name
    ModelNames(int most) {
        this.most = most;
    }

    /// A model that the operator has named.
    void know(String provider, String model) {
        requested.add(new Known(provider, new Pair(model, "")));
    }

    /// What is told of an attempt at a provider.
    ///
    /// @param good whether it was answered well
    Pair told(String provider, Pair pair, boolean good) {
        var known = new Known(provider, pair);
        if (this.known.contains(known) || good && admit(known)) {
            return pair;
        }
        var model = requested.contains(requested(known)) ? pair.requested() : MetricLabel.OTHER;
        return new Pair(model, pair.answered().isEmpty() ? "" : MetricLabel.OTHER);
    }

    private synchronized boolean admit(Known newcomer) {
        if (known.size() >= most || newcomer.pair().requested().length() > LONGEST
                || newcomer.pair().answered().length() > LONGEST) {
            return false;
        }
        known.add(newcomer);
        requested.add(requested(newcomer));
        return true;
    }

    private static Known requested(Known known) {
        return new Known(known.provider(), new Pair(known.pair().requested(), ""));
    }
}
