package lakehouse.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lakehouse.configuration.Configuration;

/// The operating system keeps the clock right, as far as it says.
final class ClockCheck implements Check {

    private static final String CHECK = "clock";

    @Override
    public Stream<Finding> look(Configuration configuration) {
        return Stream.of(synchronised().map(answer -> switch (answer) {
            case "yes" -> Finding.ok(CHECK, "It is kept right over the network (timedatectl).");
            case "no" -> Finding.warn(CHECK, "It is not kept right over the network: timedatectl set-ntp true.");
            default -> Finding.warn(CHECK, "timedatectl does not say whether it is kept right.");
        }).orElseGet(() -> Finding.warn(CHECK, "There is no timedatectl to say whether it is kept right.")));
    }

    private static Optional<String> synchronised() {
        try {
            var process = new ProcessBuilder("timedatectl", "show", "--property=NTPSynchronized", "--value")
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            process.getOutputStream().close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.of("");
            }
            return Optional.of(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("");
        }
    }
}
