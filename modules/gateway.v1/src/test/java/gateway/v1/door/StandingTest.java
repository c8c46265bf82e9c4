package gateway.v1.door;

import static org.assertj.core.api.Assertions.assertThat;

import gateway.v1.door.Standing.Trust;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import telemetry.TraceContext;

/// Whose traces are continued.
class StandingTest {

    private static final TraceContext SENT = new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);

    @Test
    void whoIsNotTrustedNamesTheGroupAndNothingElseOfItsTraceIsKept() {
        var standing = standing(SENT, Trust.NONE);
        assertThat(standing.groupId()).isEqualTo(SENT.traceId());
        assertThat(standing.span().traceId()).isNotEqualTo(SENT.traceId());
        assertThat(standing.span().spanId()).isNotEqualTo(SENT.spanId());
        assertThat(standing.callerSpanId()).isEmpty();
    }

    @Test
    void whoIsTrustedHasASpanOfOursBelowItsOwn() {
        var standing = standing(SENT, Trust.CONTINUED);
        assertThat(standing.groupId()).isEqualTo(SENT.traceId());
        assertThat(standing.span().traceId()).isEqualTo(SENT.traceId());
        assertThat(standing.span().spanId()).isNotEqualTo(SENT.spanId());
        assertThat(standing.callerSpanId()).contains(SENT.spanId());
    }

    @Test
    void aComponentOfOursIsServedWithinItsOwnSpan() {
        assertThat(standing(SENT, Trust.WITHIN)).isEqualTo(new Standing(SENT.traceId(), SENT, Optional.of(SENT.spanId())));
    }

    @ParameterizedTest
    @EnumSource
    void whoSendsNoTraceGetsOneOfOurOwn(Trust trust) {
        var standing = Standing.of(Optional.empty(), trust, new Random(1));
        assertThat(standing.groupId()).isEqualTo(standing.span().traceId());
        assertThat(standing.callerSpanId()).isEmpty();
    }

    private static Standing standing(TraceContext sent, Trust trust) {
        return Standing.of(Optional.of(sent), trust, new Random(1));
    }
}
