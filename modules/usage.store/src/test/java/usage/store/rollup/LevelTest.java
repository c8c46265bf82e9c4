package usage.store.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import usage.store.Dimension;

class LevelTest {

    @Test
    void theCoarsestThatKnowsAllIsTaken() {
        assertThat(Level.coarsestWith(List.of())).contains(Level.MODELS);
        assertThat(Level.coarsestWith(List.of(Dimension.MODEL, Dimension.STATUS))).contains(Level.MODELS);
        assertThat(Level.coarsestWith(List.of(Dimension.STATUS, Dimension.CALLER))).contains(Level.CALLERS);
        assertThat(Level.coarsestWith(List.of(Dimension.END_USER))).contains(Level.USERS);
        assertThat(Level.coarsestWith(List.of(Dimension.MODEL, Dimension.CALLER))).contains(Level.CORE);
        assertThat(Level.coarsestWith(List.of(Dimension.MODEL, Dimension.END_USER))).contains(Level.FULL);
    }

    @ParameterizedTest
    @EnumSource(names = "GROUP_ID", mode = EnumSource.Mode.EXCLUDE)
    void everyDimensionButTheGroupIsKnownToSomeLevel(Dimension dimension) {
        assertThat(Level.coarsestWith(List.of(dimension))).isPresent();
        assertThat(Level.FULL.dimensions().all()).contains(dimension);
    }

    @Test
    void theGroupIsKnownToNone() {
        assertThat(Level.coarsestWith(EnumSet.of(Dimension.GROUP_ID))).isEmpty();
        assertThat(Arrays.stream(Level.values()).flatMap(level -> level.dimensions().all().stream()))
                .doesNotContain(Dimension.GROUP_ID);
    }
}
