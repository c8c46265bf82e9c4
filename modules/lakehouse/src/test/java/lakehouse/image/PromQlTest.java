package lakehouse.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromQlTest {

    @Test
    void namesOfMetricsAndLabelsAreFound() {
        var expression = new PromQl("""
                histogram_quantile(0.5, sum by (le, kind) (rate(a_bucket{x=~"$x",y!="b"}[5m])))
                  / b:c and on (job) (d_seconds < 1e3) > 0.2""");
        assertThat(expression.metrics()).containsExactly("a_bucket", "b:c", "d_seconds");
        assertThat(expression.labels()).containsExactly("job", "kind", "le", "x", "y");
    }
}
