package telemetry;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.util.UUID;

/// Makes call ids: UUIDs of version 7 (RFC 9562), so that calls sort by the time they were accepted. Safe for many threads.
public final class CallIds {

    private final TimeBasedEpochGenerator generator = Generators.timeBasedEpochGenerator();

    /// The next id; later ids of one instance compare greater than earlier ones.
    public UUID next() {
        return generator.generate();
    }
}
