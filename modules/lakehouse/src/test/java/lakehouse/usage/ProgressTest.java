package lakehouse.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final StringWriter out = new StringWriter();

    @Test
    void withoutATerminalThereIsALineAtEachTenthAndNoneWithoutWork() {
        try (var progress = new ProgressLines(new PrintWriter(out))) {
            progress.reached(0, 0);
            for (long done = 0; done <= 30_000; done += 2000) {
                progress.reached(done, 30_000);
            }
        }
        assertThat(out.toString().lines()).hasSize(10).startsWith("4,000 of 30,000").endsWith("30,000 of 30,000");
    }

    @Test
    void onATerminalALineIsWrittenOverUntilTheWorkIsDone() {
        try (var progress = new ProgressOnTerminal(new PrintWriter(out))) {
            progress.reached(0, 30_000);
            progress.reached(30_000, 30_000);
        }
        assertThat(out.toString()).startsWith("\r").endsWith("\n").contains("100%", "30000/30000");
        assertThat(out.toString().split("\r")).allSatisfy(shown -> assertThat(shown.strip()).hasSizeLessThanOrEqualTo(79));
    }
}
