package vectord.service.http;

import io.helidon.metrics.api.Metrics;
import io.helidon.metrics.api.Timer;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import telemetry.MetricBounds;
import telemetry.MetricName;

/// How long requests take, however they end, as histograms under `/metrics`. None has a label: they begin at zero, and their number
/// is known.
@ApplicationScoped
public class VectorsTimes {

    private static final Duration[] BUCKETS = MetricBounds.VECTORS_SECONDS.stream()
            .map(bound -> Duration.ofNanos(Math.round(bound * 1e9))).toArray(Duration[]::new);
    private static final double[] NONE = {};

    /// What is asked for.
    public enum Kind {

        /// Documents are taken in.
        INGEST(MetricName.VECTORS_INGEST, "Requests that bring documents"),
        /// What fits is looked for.
        QUERY(MetricName.VECTORS_QUERY, "Queries"),
        /// An answer is drawn from what fits.
        ANSWER(MetricName.VECTORS_ANSWER, "Answers drawn from documents");

        private final String metric;
        private final String description;

        Kind(String metric, String description) {
            this.metric = metric;
            this.description = description;
        }

        /// The registry adds the unit by itself.
        private Timer timer() {
            return Metrics.globalRegistry().getOrCreate(Timer.builder(metric.replaceFirst("_seconds$", "")).buckets(BUCKETS)
                    .percentiles(NONE).description(description));
        }
    }

    private final Map<Kind, Timer> timers = new EnumMap<>(Kind.class);

    // After the server's metrics, which are made at LIBRARY_BEFORE + 10, and before it listens.
    void register(@Observes @Priority(Interceptor.Priority.APPLICATION) @Initialized(ApplicationScoped.class) Object event) {
        Arrays.stream(Kind.values()).forEach(kind -> timers.put(kind, kind.timer()));
    }

    /// Serves a request.
    public Response of(Kind kind, Supplier<Response> request) {
        return timers.get(kind).record(request);
    }
}
