package gateway.v1.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import usage.store.LedgerException;
import usage.store.Repricing;

/// Repricings that end early.
class RepriceProgressTest {

    @Test
    void aClientThatGoesAwayEndsItBeforeTheNextBatch() {
        var run = new Endless(Integer.MAX_VALUE);
        var client = new OutputStream() {
            private int lines;

            @Override
            public void write(int unit) throws IOException {
                if (lines == 3) {
                    throw new IOException("client gone");
                }
                lines += unit == '\n' ? 1 : 0;
            }
        };
        assertThatThrownBy(() -> new RepriceProgress(run).write(client)).hasMessage("client gone");
        assertThat(run.batches).isEqualTo(3);
    }

    @Test
    void aLedgerThatFailsInTheMiddleDoesNotLookLikeAnEnd() {
        var out = new ByteArrayOutputStream();
        assertThatThrownBy(() -> new RepriceProgress(new Endless(2)).write(out)).hasMessage("the database fails");
        var lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(2)).startsWith("{\"object\":\"progress\",\"done\":2,");
        assertThat(lines.getLast()).startsWith("{\"object\":\"error\",\"error\":{\"message\":\"the database fails\"");
    }

    /// Has a next batch until it fails.
    private static final class Endless implements Repricing.Run {

        private final int most;
        private int batches;

        Endless(int most) {
            this.most = most;
        }

        @Override
        public boolean advance() {
            if (batches == most) {
                throw new LedgerException(LedgerException.Code.UNRECORDABLE, "the database fails");
            }
            batches++;
            return true;
        }

        @Override
        public Repricing.Report report() {
            return new Repricing.Report(batches, 100, 0, 0, 0, Optional.of(Instant.EPOCH), List.of(), List.of());
        }
    }
}
