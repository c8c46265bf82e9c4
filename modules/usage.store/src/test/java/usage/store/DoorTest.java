package usage.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests that get no row.
class DoorTest {

    private static final Instant HOUR_LATER = Sample.NOON.plusSeconds(3600);

    @TempDir
    private Path directory;

    @Test
    void requestsWithoutARowAreCountedByMinuteAndReasonAlsoAcrossRestarts() {
        try (var store = Sample.store(directory)) {
            store.ledger().countAtDoor(Sample.NOON, "no_credentials");
            store.ledger().countAtDoor(Sample.NOON.plusSeconds(59), "no_credentials");
            store.ledger().countAtDoor(Sample.NOON.plusSeconds(60), "no_credentials");
            assertThat(store.queries().doorCounts(Sample.NOON, HOUR_LATER)).containsExactly(
                    new DoorCount(Sample.NOON, "no_credentials", 2),
                    new DoorCount(Sample.NOON.plusSeconds(60), "no_credentials", 1));
            store.ledger().countAtDoor(Sample.NOON, "no_credentials");
            store.ledger().countAtDoor(Sample.NOON, "a\u0000b");
        }
        try (var store = Sample.store(directory)) {
            assertThat(store.queries().doorCounts(Sample.NOON, Sample.NOON.plusSeconds(60))).containsExactly(
                    new DoorCount(Sample.NOON, "a\\u0000b", 1), new DoorCount(Sample.NOON, "no_credentials", 3));
            assertThat(store.queries().completeness().accepted()).isZero();
        }
    }
}
