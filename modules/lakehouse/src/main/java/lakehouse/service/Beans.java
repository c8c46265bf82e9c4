package lakehouse.service;

import ai.client.AiClient;
import gateway.v1.InternalCredential;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/// What boot gives to the other modules: one credential for our own components, and the one client they call models with.
@ApplicationScoped
class Beans {

    @Produces
    @Singleton
    InternalCredential credential() {
        return InternalCredential.mint(new SecureRandom());
    }

    /// Every call it makes goes over loopback through the gateway.
    @Produces
    @ApplicationScoped
    AiClient client(Config config, BeanManager beans, InternalCredential credential) {
        return AiClient.observable(new GatewayAddress(config, beans), "lakehouse", Optional.of(credential.value()));
    }

    void close(@Disposes AiClient client) {
        client.close();
    }
}
