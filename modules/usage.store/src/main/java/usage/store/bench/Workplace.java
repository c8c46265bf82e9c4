package usage.store.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// A folder in which each measurement has one of its own, for as long as it runs.
///
/// @param place the folder
record Workplace(Path place) {

    /// A measurement.
    @FunctionalInterface
    interface Measurement {
        void in(Path folder) throws IOException;
    }

    void in(String name, Measurement measurement) throws IOException {
        var folder = Files.createDirectories(place.resolve(name));
        try {
            measurement.in(folder);
        } finally {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
