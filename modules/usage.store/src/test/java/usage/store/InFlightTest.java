package usage.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What has begun and not ended.
class InFlightTest {

    @TempDir
    private Path directory;

    @Test
    void attemptsAreInFlightFromOpeningToSettlementTheNewestLast() {
        try (var store = Sample.store(directory)) {
            assertThat(store.queries().inFlight()).isEmpty();
            var later = Sample.at(Sample.NOON.plusSeconds(2));
            var earlier = Sample.at(Sample.NOON);
            store.ledger().open(later.intent());
            store.ledger().open(earlier.intent());
            assertThat(store.queries().inFlight()).extracting(InFlight::intent).containsExactly(earlier.intent(), later.intent());

            var progress = new Progress(Optional.of(Sample.NOON), Optional.of(Sample.NOON.plusSeconds(1)), Sample.tokens(5, 3));
            store.ledger().progress(earlier.key, progress);
            assertThat(store.queries().inFlight().getFirst().progress()).isEqualTo(progress);

            store.ledger().settle(earlier.key, earlier.ok());
            assertThat(store.queries().inFlight()).extracting(InFlight::intent).containsExactly(later.intent());
            assertThat(store.queries().inFlight()).hasSize((int) store.queries().completeness().inFlight());
        }
    }
}
