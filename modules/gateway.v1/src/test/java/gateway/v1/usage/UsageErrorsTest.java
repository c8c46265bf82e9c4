package gateway.v1.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.Json;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import usage.store.LedgerException;
import usage.store.LedgerException.Code;

/// What a client is told when the ledger does not answer.
class UsageErrorsTest {

    @ParameterizedTest
    @CsvSource({"BUSY,429,limit", "UNRECORDABLE,503,internal", "UNKNOWN_ATTEMPT,500,internal", "CANNOT_OPEN,500,internal"})
    void theTypeTellsWhetherItIsOursToMend(Code code, int status, String type) throws IOException {
        var answer = new UsageErrors.OfLedger().toResponse(new LedgerException(code, "sql: ask again later"));
        assertThat(answer.getStatus()).isEqualTo(status);
        assertThat(json(answer.getEntity()).toString()).isEqualTo(
                "{\"error\":{\"message\":\"sql: ask again later\",\"type\":\"%s\",\"param\":null,\"code\":\"%s\"}}"
                        .formatted(type, type));
    }

    @Test
    void aWrongQuestionNamesItsParameter() throws IOException {
        var answer = new UsageErrors.OfLedger().toResponse(new LedgerException(Code.INVALID_QUERY, "sql may not use DROP"));
        assertThat(answer.getStatus()).isEqualTo(400);
        assertThat(json(answer.getEntity()).at("/error/param").asText()).isEqualTo("sql");
        assertThat(json(answer.getEntity()).at("/error/type").asText()).isEqualTo("invalid_request");
    }

    private static JsonNode json(Object entity) throws IOException {
        return Json.MAPPER.readTree((byte[]) entity);
    }
}
