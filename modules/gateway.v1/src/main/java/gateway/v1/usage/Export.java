package gateway.v1.usage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Fault;
import gateway.v1.call.Json;
import gateway.v1.protocol.ErrorShape;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import usage.store.CallsPage;
import usage.store.CallsQuery;
import usage.store.CallsSelection;
import usage.store.ErrorType;
import usage.store.LedgerException;
import usage.store.UsageQueries;

/// Any range of the ledger as JSON Lines, the oldest row first, page by page: as much memory as one page takes.
///
/// The last line is `{"object":"end","rows":N}`. Without it the export is not complete; where the ledger failed in the
/// middle, the last line is `{"object":"error",…}`. A client that goes away ends it at the next write.
final class Export implements StreamingOutput {

    static final String TYPE = "application/x-ndjson";

    private final UsageQueries queries;
    private final CallsSelection selection;
    private final int pageLength;
    private final CallsPage first;

    /// Reads the first page, so that what cannot be begun is refused in the usual way.
    Export(UsageQueries queries, CallsSelection selection, int pageLength) {
        this.queries = queries;
        this.selection = selection;
        this.pageLength = pageLength;
        first = page(Optional.empty());
    }

    @Override
    public void write(OutputStream out) throws IOException {
        var page = first;
        long rows = write(out, page);
        while (page.nextPage().isPresent()) {
            page = next(out, page);
            rows += write(out, page);
        }
        line(out, Json.object().put("object", "end").put("rows", rows));
        out.flush();
    }

    private CallsPage next(OutputStream out, CallsPage page) throws IOException {
        try {
            return page(page.nextPage());
        } catch (LedgerException failure) {
            var fault = new Fault(ErrorType.INTERNAL, failure.code().httpStatus(), failure.getMessage());
            line(out, Json.object().put("object", "error").setAll(ErrorShape.OPENAI.body(fault)));
            out.flush();
            throw failure;
        }
    }

    private CallsPage page(Optional<String> cursor) {
        return queries.calls(new CallsQuery(selection, CallsQuery.Order.OLDEST_FIRST, pageLength, cursor));
    }

    /// A page goes out at once: a client that is gone is noticed before the next one is read.
    private static int write(OutputStream out, CallsPage page) throws IOException {
        for (var row : page.rows()) {
            line(out, RowDocuments.settled(row));
        }
        out.flush();
        return page.rows().size();
    }

    private static void line(OutputStream out, ObjectNode node) throws IOException {
        out.write(Json.bytes(node));
        out.write('\n');
    }
}
