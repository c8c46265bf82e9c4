package gateway.v1.protocol.ollama;

import gateway.v1.call.Selection;
import gateway.v1.config.GatewaySettings;
import gateway.v1.protocol.Body;
import java.util.Optional;

/// Whose models a request in Ollama's words may mean.
public enum OllamaReach {
    /// Everybody's.
    ALL {
        @Override
        Selection selection(Body body) {
            return body.selection();
        }
    },
    /// The sidecar's, whatever else is configured: what the legacy paths call.
    SIDECAR {
        @Override
        Selection selection(Body body) {
            return new Selection(Optional.of(GatewaySettings.SIDECAR), body.text("model"));
        }
    };

    abstract Selection selection(Body body);
}
