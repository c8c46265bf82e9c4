package langfuse.export.sending;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.IOException;
import java.util.OptionalLong;

/// How many spans an answer of success says were not accepted, in either encoding of the protocol.
final class PartialSuccess {

    private static final ObjectMapper JSON = new ObjectMapper();

    private PartialSuccess() {}

    /// Empty where it is no answer of the protocol's: a page of somebody who stands in between acknowledges nothing.
    static OptionalLong rejected(String contentType, byte[] body) {
        try {
            if (body.length == 0) {
                return OptionalLong.of(0);
            }
            if (contentType.startsWith("application/x-protobuf")) {
                return OptionalLong.of(ExportTraceServiceResponse.parseFrom(body).getPartialSuccess().getRejectedSpans());
            }
            var answer = contentType.startsWith("application/json") ? JSON.readTree(body) : MissingNode.getInstance();
            return answer.isObject()
                    ? OptionalLong.of(answer.at("/partialSuccess/rejectedSpans").asLong(0))
                    : OptionalLong.empty();
        } catch (IOException unreadable) {
            return OptionalLong.empty();
        }
    }
}
