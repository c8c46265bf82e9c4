package usage.store.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import usage.store.Dimension;
import usage.store.LedgerException;
import usage.store.UsageQuery.BucketWidth;

class SheetTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Sheet sheet = new Sheet(BucketWidth.DAY, new Dimensions(List.of(Dimension.GROUP_ID)), 2);

    @Test
    void moreResultsThanThereIsRoomForAreRefusedByTheParameterThatMakesThem() {
        add("a");
        add("b");
        add("a");
        assertThat(sheet.room()).isZero();
        assertThat(sheet.results(NOON)).hasSize(2);
        assertThatThrownBy(() -> add("c")).hasMessageStartingWith("group_by makes more than ").isInstanceOfSatisfying(
                LedgerException.class, refusal -> assertThat(refusal.code()).isEqualTo(LedgerException.Code.INVALID_QUERY));
    }

    private void add(String group) {
        sheet.add(NOON, List.of(new Combination(List.of(List.of(group)))), 1);
    }
}
