package vectord.service.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FusionTest {

    @Test
    void documentOnBothListsBeatsTheBestOfOne() {
        var text = List.of(new Candidate("t", 1, 10), new Candidate("both", 2, 9));
        var vector = List.of(new Candidate("v", 3, 0.8), new Candidate("both", 4, 0.4));
        var fused = Fusion.of(text, vector);
        assertThat(fused).extracting(Candidate::id).containsExactly("both", "v", "t");
        assertThat(fused.getFirst().score()).isEqualTo(0.5 * 0.9 + 0.5 * 0.5);
        assertThat(fused.getFirst().chunk()).isEqualTo(2);
    }

    @Test
    void oneEmptyListLeavesTheOrderOfTheOther() {
        var text = List.of(new Candidate("a", 1, 3), new Candidate("b", 2, 2));
        assertThat(Fusion.of(text, List.of())).extracting(Candidate::id).containsExactly("a", "b");
        assertThat(Fusion.of(List.of(), text)).extracting(Candidate::id).containsExactly("a", "b");
        assertThat(Fusion.of(List.of(), List.of())).isEmpty();
    }

    @Test
    void oppositeVectorsAddNothing() {
        assertThat(Fusion.of(List.of(), List.of(new Candidate("a", 1, -0.5))).getFirst().score()).isZero();
    }
}
