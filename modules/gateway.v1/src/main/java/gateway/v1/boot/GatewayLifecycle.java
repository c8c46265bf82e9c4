package gateway.v1.boot;

import gateway.v1.InternalCredential;
import gateway.v1.config.SettingsReader;
import io.helidon.microprofile.server.ServerCdiExtension;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.InstantSource;
import org.eclipse.microprofile.config.Config;
import telemetry.TextLog;
import usage.store.LedgerBackups;
import usage.store.Outbox;
import usage.store.Repricing;
import usage.store.Snapshots;
import usage.store.UsageQueries;

/// Hangs the gateway into the server before that starts, and takes it down after that has stopped.
@ApplicationScoped
public class GatewayLifecycle {

    private final Gateway gateway;

    /// @param texts where prompts and answers go, if anybody in this system wants them
    @Inject
    GatewayLifecycle(Config config, InternalCredential internal, Instance<TextLog> texts) {
        this(new Gateway(new SettingsReader(config).read(), internal, texts.stream().findFirst().orElse(TextLog.NONE),
                InstantSource.system()));
    }

    /// For the container's proxy.
    protected GatewayLifecycle() {
        this(null);
    }

    private GatewayLifecycle(Gateway gateway) {
        this.gateway = gateway;
    }

    @Produces
    @Singleton
    UsageQueries queries() {
        return gateway.queries();
    }

    @Produces
    @Singleton
    Repricing repricing() {
        return gateway.repricing();
    }

    @Produces
    @Singleton
    Outbox outbox() {
        return gateway.outbox();
    }

    @Produces
    @Singleton
    Snapshots snapshots() {
        return gateway.snapshots();
    }

    @Produces
    @Singleton
    LedgerBackups backups() {
        return gateway.backups();
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) @Initialized(ApplicationScoped.class) Object event,
            BeanManager beans) {
        gateway.hangInto(beans.getExtension(ServerCdiExtension.class).serverRoutingBuilder());
        Thread.ofVirtual().name("default-models").start(gateway::logDefaults);
    }

    // After the server's metrics, which are made at LIBRARY_BEFORE + 10, and before it listens.
    void measure(@Observes @Priority(Interceptor.Priority.APPLICATION) @Initialized(ApplicationScoped.class) Object event) {
        gateway.measure();
    }

    // Before the server, which stops at PLATFORM_BEFORE and then ends connections.
    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE
            - 1) @BeforeDestroyed(ApplicationScoped.class) Object event) {
        gateway.stop();
    }

    // After the server, and before those who tell of what was settled, at PLATFORM_AFTER.
    void settle(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE
            + 1) @BeforeDestroyed(ApplicationScoped.class) Object event) {
        gateway.settle();
    }

    @PreDestroy
    void close() {
        gateway.close();
    }
}
