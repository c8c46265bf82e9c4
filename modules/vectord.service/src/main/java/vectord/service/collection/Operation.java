package vectord.service.collection;

import ai.client.CallContext;
import ai.client.Originator;
import java.util.List;
import java.util.Optional;
import vectord.service.Document;
import vectord.service.json.Json;

/// A write to a collection, in the order in which they were acknowledged.
sealed interface Operation {

    /// The caller's name of embedding calls for documents.
    String CALLER = "vectord.service.ingest";

    /// Its place in the order.
    long sequence();

    /// Id of the document it is about.
    String id();

    /// A document to be put in, embedded on behalf of whoever sent it.
    record Put(long sequence, Document document, CallContext context) implements Operation {

        @Override
        public String id() {
            return document.id();
        }
    }

    /// A document to be taken out.
    record Delete(long sequence, String id) implements Operation {}

    /// This operation as a record of the write-ahead log.
    default byte[] encode() {
        return Json.bytes(switch (this) {
            case Put put ->
                new Entry(put.sequence, Optional.of(put.document), Optional.empty(), Optional.of(Asker.of(put.context)));
            case Delete delete -> new Entry(delete.sequence, Optional.empty(), Optional.of(delete.id), Optional.empty());
        });
    }

    /// Reads a record of the write-ahead log.
    static Operation decode(byte[] bytes) {
        var entry = Json.read(bytes, Entry.class);
        return entry.put.<Operation>map(document -> new Put(entry.sequence, document, entry.asker.orElseThrow().context()))
                .orElseGet(() -> new Delete(entry.sequence, entry.delete.orElseThrow()));
    }

    /// An operation as it lies on the disk.
    record Entry(long sequence, Optional<Document> put, Optional<String> delete, Optional<Asker> asker) {}

    /// A call context as it lies on the disk, so that calls made after a crash are still charged to whoever asked.
    record Asker(Optional<String> apiKeyId, Optional<String> endUser, Optional<String> sessionId, List<String> tags,
            Optional<String> traceparent) {

        static Asker of(CallContext context) {
            return new Asker(context.originator().apiKeyId(), context.originator().endUser(), context.sessionId(), context.tags(),
                    context.traceparent());
        }

        CallContext context() {
            return new CallContext(CALLER, new Originator(apiKeyId, endUser), sessionId, tags, traceparent);
        }
    }
}
