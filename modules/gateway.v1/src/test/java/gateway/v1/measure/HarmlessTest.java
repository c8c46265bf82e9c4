package gateway.v1.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

class HarmlessTest {

    @Test
    void whatGoesWrongIsSaidMoreAndMoreSeldom() {
        var log = new Log();
        var harmless = new Harmless(log);
        for (int at = 0; at < 150; at++) {
            harmless.measure(() -> {
                throw new IllegalStateException("no registry");
            });
        }
        harmless.measure(() -> {
            // Goes well.
        });

        assertThat(log.said).hasSize(3).allSatisfy(line -> assertThat(line).endsWith("no registry"));
        assertThat(log.said).extracting(line -> line.replaceAll("\\D+", "")).containsExactly("1", "10", "100");
    }

    private static final class Log implements System.Logger {

        private final List<String> said = new ArrayList<>();

        @Override
        public String getName() {
            return "log";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
            said.add(level + " " + message + " " + thrown.getMessage());
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
            throw new AssertionError(format);
        }
    }
}
