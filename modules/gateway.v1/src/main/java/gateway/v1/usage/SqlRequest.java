package gateway.v1.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Fault;
import gateway.v1.call.GatewayException;
import gateway.v1.call.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.stream.StreamSupport;
import usage.store.ErrorType;
import usage.store.SqlQuery;
import usage.store.SqlValue;

/// Reads the body of a question in SQL: `{"sql": "SELECT …", "parameters": […]}`.
final class SqlRequest {

    private static final int MOST_BYTES = 1 << 20;
    private static final Set<String> FIELDS = Set.of("sql", "parameters");
    private static final ObjectReader READER = Json.MAPPER.reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private SqlRequest() {}

    /// @throws GatewayException naming the field that is wrong
    static SqlQuery read(InputStream in) {
        var body = body(in);
        body.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                throw Fault.invalid(name, "there is no '" + name + "'; a question has sql and parameters").asException();
            }
        });
        if (!body.path("sql").isTextual()) {
            throw Fault.invalid("sql", "sql must be a string").asException();
        }
        var parameters = body.path("parameters");
        if (!parameters.isMissingNode() && !parameters.isNull() && !parameters.isArray()) {
            throw wrongParameters();
        }
        return new SqlQuery(body.path("sql").textValue(),
                StreamSupport.stream(parameters.spliterator(), false).map(SqlRequest::value).toList());
    }

    private static ObjectNode body(InputStream in) {
        try {
            var bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new Fault(ErrorType.BODY_TOO_LARGE, 413, "the body is over the limit of " + MOST_BYTES + " bytes")
                        .asException();
            }
            if (READER.readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
            throw Fault.invalid("body", "the body is not a JSON object").asException();
        } catch (JsonProcessingException e) {
            throw Fault.invalid("body", "the body is not JSON").asException();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SqlValue value(JsonNode node) {
        return switch (node.getNodeType()) {
            case NULL -> new SqlValue.Missing();
            case STRING -> new SqlValue.Text(node.textValue());
            case BOOLEAN -> new SqlValue.Flag(node.booleanValue());
            case NUMBER -> new SqlValue.Amount(node.decimalValue());
            case ARRAY -> new SqlValue.Items(
                    StreamSupport.stream(node.spliterator(), false).map(SqlRequest::value).toList());
            case OBJECT, BINARY, MISSING, POJO -> throw wrongParameters();
        };
    }

    private static GatewayException wrongParameters() {
        return Fault.invalid("parameters",
                "parameters must be a list of strings, numbers, true, false, null and lists of strings").asException();
    }
}
