package telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CallIdsTest {

    @Test
    void idsAreOfVersionSevenAndSortByTheirMaking() {
        var ids = Stream.generate(new CallIds()::next).limit(10_000).toList();

        assertThat(ids).doesNotHaveDuplicates().allSatisfy(id -> assertThat(id.version()).isEqualTo(7));
        assertThat(ids.stream().map(Object::toString)).isSorted();
    }
}
