package lakehouse.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import lakehouse.LakehouseException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path root;
    private Path backups;
    private Place place;

    @BeforeEach
    void aPlace() throws IOException {
        backups = Files.createDirectories(root.resolve("data/backups"));
        place = new Place(backups, root.resolve("data"));
    }

    @Test
    void withoutANameABackupIsNamedByItsMoment() throws IOException {
        assertThat(place.within(Optional.empty(), NOON)).isEqualTo(backups.resolve("lakehouse-20260301T120000.000Z"));
    }

    @Test
    void aDirectoryThatIsThereTakesItAndAnythingElseIsItsName() throws IOException {
        Files.createDirectory(backups.resolve("weekly"));
        assertThat(place.within(Optional.of("weekly"), NOON)).isEqualTo(backups.resolve("weekly/lakehouse-20260301T120000.000Z"));
        assertThat(place.within(Optional.of("weekly/first"), NOON)).isEqualTo(backups.resolve("weekly/first"));
        assertThat(place.within(Optional.of(backups.resolve("mine").toString()), NOON)).isEqualTo(backups.resolve("mine"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../other", "weekly/../../other", "/tmp/other", "link/inside", "../backups-of-others/x"})
    void theServiceWritesNowhereElse(String to) throws IOException {
        Files.createSymbolicLink(backups.resolve("link"), Files.createDirectory(root.resolve("elsewhere")));
        assertRefused(() -> place.within(Optional.of(to), NOON), "does not lie below backup.dir, which is " + backups);
    }

    @Test
    void whoeverMayWriteElsewhereMaySaySoButNotAmongTheData() {
        assertThat(place.anywhere(Optional.of(root.resolve("other").toString()), NOON)).isEqualTo(root.resolve("other"));
        assertRefused(() -> place.anywhere(Optional.of("../usage/x"), NOON), "lies among the data of the service");
    }

    @Test
    void whatIsThereIsNotReplacedAndANameDoesNotLookUnfinished() throws IOException {
        Files.createDirectory(backups.resolve("made"));
        Files.createFile(backups.resolve("made/manifest.json"));
        assertRefused(() -> place.within(Optional.of("made"), NOON), "is there already");
        assertRefused(() -> place.within(Optional.of("x.unfinished"), NOON), ".unfinished");
        assertRefused(() -> place.within(Optional.of("a\0b"), NOON), "it is no path");
    }

    private static void assertRefused(ThrowingCallable asking, String reason) {
        assertThatThrownBy(asking).hasMessageStartingWith("to: ").hasMessageContaining(reason).isInstanceOfSatisfying(
                LakehouseException.class,
                refusal -> assertThat(refusal.code()).isEqualTo(LakehouseException.Code.CONFIGURATION));
    }
}
