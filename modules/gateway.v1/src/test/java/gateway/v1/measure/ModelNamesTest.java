package gateway.v1.measure;

import static org.assertj.core.api.Assertions.assertThat;

import gateway.v1.measure.ModelNames.Pair;
import org.junit.jupiter.api.Test;

class ModelNamesTest {

    private final ModelNames names = new ModelNames(2);

    @Test
    void aNameIsToldOnceAProviderHasAnsweredWellByIt() {
        var asked = new Pair("m", "");
        var answered = new Pair("m", "m-2026");
        assertThat(names.told("p", asked, false)).isEqualTo(new Pair("other", ""));
        assertThat(names.told("p", answered, false)).isEqualTo(new Pair("other", "other"));
        assertThat(names.told("p", answered, true)).isEqualTo(answered);
        assertThat(names.told("p", asked, false)).isEqualTo(asked);
        assertThat(names.told("p", new Pair("m", "made up"), false)).isEqualTo(new Pair("m", "other"));
        assertThat(names.told("q", asked, false)).isEqualTo(new Pair("other", ""));
    }

    @Test
    void whatTheOperatorHasNamedIsToldWhateverBecomesOfIt() {
        names.know("p", "m");
        assertThat(names.told("p", new Pair("m", ""), false)).isEqualTo(new Pair("m", ""));
        assertThat(names.told("p", new Pair("m", "n"), false)).isEqualTo(new Pair("m", "other"));
        assertThat(names.told("q", new Pair("m", ""), false)).isEqualTo(new Pair("other", ""));
    }

    @Test
    void onlySoManyAreToldAndNoneThatIsLong() {
        var tooLong = new Pair("m", "x".repeat(101));
        assertThat(names.told("p", tooLong, true)).isEqualTo(new Pair("other", "other"));
        for (int at = 0; at < 5; at++) {
            var pair = new Pair("m" + at, "m" + at);
            assertThat(names.told("p", pair, true)).isEqualTo(at < 2 ? pair : new Pair("other", "other"));
        }
        assertThat(names.told("p", new Pair("m1", "m1"), true)).isEqualTo(new Pair("m1", "m1"));
    }
}
