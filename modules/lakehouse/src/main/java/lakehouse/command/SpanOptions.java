package lakehouse.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Optional;
import lakehouse.usage.Period;
import picocli.CommandLine.Option;

/// Which calls something is done to, by when they were made. Where that begins must be said.
final class SpanOptions {

    @Option(names = "--from", required = true, paramLabel = "TIME", description = "First day or moment, in UTC: 2026-03-01 or 2026-03-01T12:00:00Z.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "TIME", description = "First day or moment that is not in it any more. Default: until now.")
    private Optional<String> to = Optional.empty();

    /// A request that says so.
    ///
    /// @throws lakehouse.LakehouseException `CONFIGURATION` where it is no time
    ObjectNode request() {
        var period = Period.of(from, to, Clock.systemUTC().instant());
        return JsonNodeFactory.instance.objectNode().put("start_time", period.start().getEpochSecond()).put("end_time",
                period.end().getEpochSecond());
    }
}
