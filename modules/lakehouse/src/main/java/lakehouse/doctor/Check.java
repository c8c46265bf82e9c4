package lakehouse.doctor;

import java.util.stream.Stream;
import lakehouse.configuration.Configuration;

/// Looks at one thing that a service needs.
interface Check {

    /// What it has found; none where the thing is not configured.
    Stream<Finding> look(Configuration configuration);
}
