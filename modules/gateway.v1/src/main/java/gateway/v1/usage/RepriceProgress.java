package gateway.v1.usage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Fault;
import gateway.v1.call.Json;
import gateway.v1.protocol.ErrorShape;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import usage.store.Cost;
import usage.store.ErrorType;
import usage.store.LedgerException;
import usage.store.Repricing;

/// A repricing as JSON Lines: a line of progress at the beginning and after each batch, and at the end `{"object":"reprice",…}`.
///
/// Without that last line it is not complete; where the ledger failed in the middle, the last line is `{"object":"error",…}`.
/// A client that goes away ends it before the next batch.
final class RepriceProgress implements StreamingOutput {

    private final Repricing.Run run;

    RepriceProgress(Repricing.Run run) {
        this.run = run;
    }

    @Override
    public void write(OutputStream out) throws IOException {
        boolean more;
        do {
            line(out, progress(run.report()));
            more = advance(out);
        } while (more);
        line(out, summary(run.report()));
    }

    private boolean advance(OutputStream out) throws IOException {
        try {
            return run.advance();
        } catch (LedgerException failure) {
            var fault = new Fault(ErrorType.INTERNAL, failure.code().httpStatus(), failure.getMessage());
            line(out, Json.object().put("object", "error").setAll(ErrorShape.OPENAI.body(fault)));
            throw failure;
        }
    }

    private static ObjectNode progress(Repricing.Report report) {
        return Json.object().put("object", "progress").put("done", report.examined()).put("total", report.total())
                .put("changed", report.changed()).put("reached", report.reached().map(Instant::toString).orElse(null));
    }

    private static ObjectNode summary(Repricing.Report report) {
        var node = Json.object().put("object", "reprice").put("examined", report.examined()).put("changed", report.changed())
                .put("unpriced", report.unpriced()).put("kept", report.kept());
        sums(node, "before", report.before());
        sums(node, "after", report.after());
        return node;
    }

    private static void sums(ObjectNode node, String name, List<Cost> sums) {
        var array = node.putArray(name);
        sums.forEach(sum -> array.addObject().put("value", sum.value()).put("currency", sum.currency()));
    }

    /// A line goes out at once: a client that is gone is noticed before more is done.
    private static void line(OutputStream out, ObjectNode node) throws IOException {
        out.write(Json.bytes(node));
        out.write('\n');
        out.flush();
    }
}
