package vectord.service.http;

import ai.client.AiClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import telemetry.SpanLog;
import vectord.service.Chunking;
import vectord.service.collection.Answers;
import vectord.service.collection.Collections;
import vectord.service.collection.Retry;
import vectord.service.collection.Tuning;

/// What the resources are given.
@ApplicationScoped
public class VectorsBeans {

    @Produces
    @Singleton
    Tuning tuning(Config config) {
        return new Tuning(value(config, "data.dir", Path.class, Path.of("data")).resolve("vectors"),
                value(config, "defaults.provider", String.class, "ollama"),
                new Chunking(value(config, "vectors.chunk-words", Integer.class, 200),
                        value(config, "vectors.chunk-overlap", Integer.class, 40)),
                value(config, "vectors.embed-batch", Integer.class, 32), value(config, "vectors.embed-calls", Integer.class, 2),
                value(config, "vectors.max-pending-bytes", Long.class, 64L << 20),
                value(config, "vectors.wait-limit", Duration.class, Duration.ofMinutes(5)),
                new Retry(value(config, "vectors.retry.first", Duration.class, Duration.ofMillis(500)),
                        value(config, "vectors.retry.most", Duration.class, Duration.ofMinutes(5)),
                        value(config, "vectors.retry.failures", Integer.class, 3)));
    }

    @Produces
    @Singleton
    Collections collections(AiClient client, Tuning tuning) {
        return Collections.open(client, tuning, InstantSource.system());
    }

    /// Traces go to whoever keeps them in this system, if anybody does.
    @Produces
    @Singleton
    Trails trails(Instance<SpanLog> logs) {
        return new Trails(logs.stream().findFirst().orElse(SpanLog.NONE), InstantSource.system());
    }

    @Produces
    @Singleton
    Answers answers(AiClient client, Tuning tuning) {
        return new Answers(client, tuning);
    }

    /// Opens the collections at start, so that what was left unindexed goes on at once.
    void start(@Observes @Initialized(ApplicationScoped.class) Object event, Collections collections) {
        collections.all();
    }

    void close(@Disposes Collections collections) {
        collections.close();
    }

    private static <T> T value(Config config, String key, Class<T> type, T otherwise) {
        Optional<T> configured = config.getOptionalValue(key, type);
        return configured.orElse(otherwise);
    }
}
