package telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {

    private static final String HEADER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void headerIsReadAndWrittenAlike() {
        assertThat(TraceContext.parse(HEADER).map(TraceContext::header)).contains(HEADER);
        assertThat(TraceContext.parse(HEADER.replace("-01", "-00")).map(TraceContext::sampled)).contains(false);
    }

    @Test
    void laterVersionMaySayMore() {
        assertThat(TraceContext.parse("01" + HEADER.substring(2) + "-more").map(TraceContext::spanId))
                .contains("b7ad6b7169203331");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01", "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more"})
    void whatIsNoTraceparentIsNotRead(String header) {
        assertThat(TraceContext.parse(header)).isEmpty();
    }

    @Test
    void childStaysInTheTraceUnderASpanOfItsOwn() {
        var random = new Random(7);
        var root = TraceContext.start(random);

        var child = root.child(random);

        assertThat(child.traceId()).isEqualTo(root.traceId());
        assertThat(child.spanId()).isNotEqualTo(root.spanId());
        assertThat(TraceContext.parse(child.header())).contains(child);
    }

    @Test
    void wrongIdsAreNamed() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TraceContext("xyz", "b7ad6b7169203331", true))
                .withMessageContaining("xyz");
    }
}
