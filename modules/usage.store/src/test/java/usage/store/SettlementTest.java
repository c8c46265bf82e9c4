package usage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The combinations that the law of the record forbids cannot be made.
class SettlementTest {

    @ParameterizedTest
    @EnumSource
    void aStatusHasAReasonExactlyWhenItDidNotGoWell(Status status) {
        boolean well = status == Status.OK || status == Status.CACHED;
        boolean sent = status != Status.REFUSED && status != Status.CACHED;
        assertThat(canBeMade(status, Optional.empty(), sent)).isEqualTo(well);
        if (well) {
            assertThat(canBeMade(status, Optional.of(ErrorType.CUT), sent)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReasonStandsOnlyBesideItsOwnStatuses(ErrorType error) {
        for (var status : Status.values()) {
            boolean sent = !error.isBeforeSending() && status != Status.REFUSED;
            assertThat(canBeMade(status, Optional.of(error), sent)).as("%s beside %s", error, status)
                    .isEqualTo(error.goesWith(status));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatEndsBeforeSendingHasNotSent(ErrorType error) {
        for (var status : Status.values()) {
            if (error.goesWith(status) && (error.isBeforeSending() || status == Status.REFUSED)) {
                assertThat(canBeMade(status, Optional.of(error), true)).as("%s sent", error).isFalse();
            }
        }
    }

    @Test
    void anAnswerWasSent() {
        assertThatIllegalArgumentException().isThrownBy(() -> settlement(Status.OK, Optional.empty(), false))
                .withMessageContaining("must have sent");
        assertThat(canBeMade(Status.OK, Optional.empty(), true)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClientMayGoBeforeAndAfterItsCallWasSent(boolean sent) {
        assertThat(canBeMade(Status.CANCELLED, Optional.of(ErrorType.CLIENT_GONE), sent)).isTrue();
    }

    private static boolean canBeMade(Status status, Optional<ErrorType> error, boolean sent) {
        try {
            settlement(status, error, sent);
            return true;
        } catch (IllegalArgumentException forbidden) {
            return false;
        }
    }

    private static Settlement settlement(Status status, Optional<ErrorType> error, boolean sent) {
        return new Settlement(status, error, Optional.empty(), OptionalInt.empty(),
                sent ? Optional.of(Sample.NOON) : Optional.empty(), Optional.empty(), Sample.NOON, Tokens.UNKNOWN,
                Optional.empty(), Optional.empty());
    }
}
