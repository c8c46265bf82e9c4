package langfuse.export.sending;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.IOException;

/// How many spans an answer says were not accepted, in either encoding of the protocol.
final class PartialSuccess {

    private static final ObjectMapper JSON = new ObjectMapper();

    private PartialSuccess() {}

    /// 0 also where the answer cannot be read: it was acknowledged all the same.
    static long rejected(String contentType, byte[] body) {
        try {
            return contentType.startsWith("application/json")
                    ? JSON.readTree(body).at("/partialSuccess/rejectedSpans").asLong(0)
                    : contentType.startsWith("application/x-protobuf")
                            ? ExportTraceServiceResponse.parseFrom(body).getPartialSuccess().getRejectedSpans()
                            : 0;
        } catch (IOException unreadable) {
            return 0;
        }
    }
}
