package gateway.v1.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Call;
import gateway.v1.call.Fault;
import gateway.v1.call.Protocol;
import gateway.v1.provider.ListedModel;
import gateway.v1.provider.Outgoing;
import gateway.v1.provider.Provider;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import usage.store.ErrorType;
import usage.store.Operation;

class RememberedListTest {

    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch answering = new CountDownLatch(1);
    private volatile Instant now = Instant.EPOCH;
    private volatile boolean fails;

    private final RememberedList list = new RememberedList(new Asked(), () -> now);

    @Test
    void aListIsRememberedForSomeSeconds() throws Exception {
        answering.countDown();
        assertThat(list.ask().get(5, TimeUnit.SECONDS)).extracting(ListedModel::name).containsExactly("m1");
        now = now.plus(RememberedList.FRESH).minusMillis(1);
        assertThat(list.ask().get(5, TimeUnit.SECONDS)).extracting(ListedModel::name).containsExactly("m1");
        now = now.plusMillis(1);
        assertThat(list.ask().get(5, TimeUnit.SECONDS)).extracting(ListedModel::name).containsExactly("m2");
    }

    @Test
    void aProviderThatIsSilentIsAskedByOneAlone() throws Exception {
        var first = list.ask();
        now = now.plus(RememberedList.FRESH.multipliedBy(100));
        var second = list.ask();
        answering.countDown();

        assertThat(first.get(5, TimeUnit.SECONDS)).hasSize(1);
        assertThat(second.get(5, TimeUnit.SECONDS)).hasSize(1);
        assertThat(asked).hasValue(1);
    }

    @Test
    void thatAProviderCannotBeAskedIsRememberedAsWell() {
        fails = true;
        answering.countDown();
        assertThatThrownBy(() -> list.ask().get(5, TimeUnit.SECONDS)).hasMessageContaining("away");
        assertThatThrownBy(() -> list.ask().get(5, TimeUnit.SECONDS)).hasMessageContaining("away");
        assertThat(asked).hasValue(1);
    }

    /// Lists another model each time.
    private final class Asked implements Provider {

        @Override
        public List<ListedModel> models() {
            int time = asked.incrementAndGet();
            try {
                answering.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            if (fails) {
                throw new Fault(ErrorType.PROVIDER_UNAVAILABLE, 502, "away").asException();
            }
            return List.of(ListedModel.named("m" + time));
        }

        @Override
        public String name() {
            return "asked";
        }

        @Override
        public Protocol protocol() {
            return Protocol.OPENAI;
        }

        @Override
        public byte[] look(String path, Optional<ObjectNode> question) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Outgoing prepare(Call call, String model) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean has(String model) {
            return true;
        }

        @Override
        public Optional<String> firstModelFor(Operation operation) {
            return Optional.empty();
        }

        @Override
        public String version() {
            return "";
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
