package gateway.v1.usage;

import gateway.v1.protocol.Body;
import java.time.Instant;
import java.util.Set;
import usage.store.Repricing;

/// Reads the body of `/v1/admin/reprice`; one that is not there stands for an empty object.
final class RepriceRequest {

    private static final Set<String> KNOWN = Set.of("start_time", "end_time", "provider", "model", "only_unpriced", "clear",
            "dry_run");

    private RepriceRequest() {}

    /// Without times: all there are until `now`.
    static Repricing.Request read(byte[] bytes, Instant now) {
        var body = Body.orEmpty(bytes);
        body.refuseOthers(KNOWN, Set.of());
        return new Repricing.Request(Times.of(body, "start_time").orElse(Instant.EPOCH),
                Times.of(body, "end_time").orElse(now.plusSeconds(1)), body.text("provider"), body.text("model"),
                body.flag("only_unpriced", false), body.flag("clear", false), body.flag("dry_run", false));
    }
}
