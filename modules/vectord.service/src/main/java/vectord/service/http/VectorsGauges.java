package vectord.service.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.function.ToDoubleFunction;
import org.eclipse.microprofile.metrics.MetadataBuilder;
import org.eclipse.microprofile.metrics.MetricRegistry;
import telemetry.MetricName;
import vectord.service.collection.Collections;
import vectord.service.collection.Progress;

/// What waits to be indexed, as gauges under `/metrics`.
@ApplicationScoped
class VectorsGauges {

    private final Collections collections;
    private final MetricRegistry registry;

    @Inject
    VectorsGauges(Collections collections, MetricRegistry registry) {
        this.collections = collections;
        this.registry = registry;
    }

    void register(@Observes @Initialized(ApplicationScoped.class) Object event) {
        gauge(MetricName.VECTORS_COLLECTIONS, "collections that are open", Progress::collections);
        gauge(MetricName.VECTORS_PENDING, "writes to documents that are not in an index yet", Progress::pending);
        gauge(MetricName.VECTORS_PENDING_BYTES, "bytes of documents that are not in an index yet", Progress::pendingBytes);
        gauge(MetricName.VECTORS_FAILED, "writes to documents that have failed, and are tried again", Progress::failed);
    }

    private void gauge(String name, String description, ToDoubleFunction<Progress> figure) {
        registry.gauge(new MetadataBuilder().withName(name).withDescription(description).build(), collections,
                source -> figure.applyAsDouble(source.progress()));
    }
}
