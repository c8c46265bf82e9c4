package vectord.service.collection;

import java.util.List;
import java.util.Locale;
import telemetry.EndedSpan;
import telemetry.SpanAttributes;
import vectord.service.Hit;
import vectord.service.Query;
import vectord.service.trace.Trail;

/// A search as a step of a request.
public final class Retrieving {

    private Retrieving() {}

    /// Searches a collection; the call that embeds the query stands below the step.
    public static List<Hit> search(Collection collection, Query query, Trail trail) {
        return trail.step("retrieve", EndedSpan.Kind.RETRIEVER, step -> {
            step.with(SpanAttributes.LAKEHOUSE_COLLECTION, collection.identity().name().value())
                    .with(SpanAttributes.LAKEHOUSE_MODE, query.mode().name().toLowerCase(Locale.ROOT))
                    .with(SpanAttributes.LAKEHOUSE_LIMIT, (long) query.limit());
            var hits = collection.search(query, step.context());
            step.with(SpanAttributes.LAKEHOUSE_DOCUMENTS, (long) hits.size());
            return hits;
        });
    }
}
