package gateway.v1.attempt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Call;
import gateway.v1.call.Protocol;
import gateway.v1.provider.ListedModel;
import gateway.v1.provider.Outgoing;
import gateway.v1.provider.Provider;
import java.util.List;
import java.util.Optional;
import usage.store.Operation;

/// A provider of whom no more than the name is asked.
record NamedProvider(String name) implements Provider {

    @Override
    public Protocol protocol() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Outgoing prepare(Call call, String model) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean has(String model) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<String> firstModelFor(Operation operation) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<ListedModel> models() {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] look(String path, Optional<ObjectNode> question) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String version() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
