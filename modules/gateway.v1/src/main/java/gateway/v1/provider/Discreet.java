package gateway.v1.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Call;
import gateway.v1.call.Frame;
import gateway.v1.call.GatewayException;
import gateway.v1.call.Passage;
import gateway.v1.call.Protocol;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import usage.store.Operation;

/// A provider that never tells its key: some servers repeat it in their errors, and those are told to callers.
public final class Discreet implements Provider {

    /// Shorter ones are no secrets but words, such as servers on one's own machine take for a key.
    private static final int SHORTEST_SECRET = 8;
    private static final String MASK = "***";

    private final Provider provider;
    private final String secret;

    /// @param provider whom it is about
    /// @param secret its key
    public Discreet(Provider provider, String secret) {
        this.provider = provider;
        this.secret = secret;
    }

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public Protocol protocol() {
        return provider.protocol();
    }

    @Override
    public Outgoing prepare(Call call, String model) {
        return discreet(discreetly(() -> provider.prepare(call, model)));
    }

    private Outgoing discreet(Outgoing outgoing) {
        return new Outgoing() {
            @Override
            public boolean isPassage() {
                return outgoing.isPassage();
            }

            @Override
            public ProviderAnswer send(Runnable leaving) {
                return new DiscreetAnswer(discreetly(() -> outgoing.send(leaving)));
            }
        };
    }

    @Override
    public Optional<Outgoing> tokenCount(Passage words, String model) {
        return provider.tokenCount(words, model).map(this::discreet);
    }

    @Override
    public boolean has(String model) {
        return discreetly(() -> provider.has(model));
    }

    @Override
    public Optional<String> firstModelFor(Operation operation) {
        return discreetly(() -> provider.firstModelFor(operation));
    }

    @Override
    public List<ListedModel> models() {
        return discreetly(provider::models);
    }

    @Override
    public byte[] look(String path, Optional<ObjectNode> question) {
        return discreetly(() -> provider.look(path, question));
    }

    @Override
    public String version() {
        return discreetly(provider::version);
    }

    @Override
    public void close() {
        provider.close();
    }

    private <T> T discreetly(Supplier<T> asking) {
        try {
            return asking.get();
        } catch (GatewayException e) {
            throw new GatewayException(e.fault().reworded(this::masked), e.getCause());
        }
    }

    private String masked(String text) {
        return secret.length() < SHORTEST_SECRET ? text : text.replace(secret, MASK);
    }

    /// An answer that fails without telling the key.
    private final class DiscreetAnswer implements ProviderAnswer {

        private final ProviderAnswer answer;

        DiscreetAnswer(ProviderAnswer answer) {
            this.answer = answer;
        }

        @Override
        public Optional<Frame> next() {
            return discreetly(answer::next);
        }

        @Override
        public boolean isNextAtHand() {
            return answer.isNextAtHand();
        }

        @Override
        public Map<String, String> headers() {
            var headers = new HashMap<>(answer.headers());
            headers.replaceAll((name, value) -> masked(value));
            return headers;
        }

        @Override
        public void close() {
            answer.close();
        }
    }
}
