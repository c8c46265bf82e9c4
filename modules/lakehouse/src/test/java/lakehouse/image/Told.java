package lakehouse.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import provider.scripted.ScriptedLangfuse;
import provider.scripted.SpanView;

/// What Langfuse was told, and what of the ledger is to be told.
final class Told {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Told() {}

    /// Generations by call and attempt; sent twice it must be the same.
    static Map<String, SpanView> generations(ScriptedLangfuse langfuse) {
        var spans = langfuse.accepted().stream().flatMap(posted -> posted.spans().stream()).toList();
        var generations = new HashMap<String, SpanView>();
        for (var span : spans) {
            if (span.attributes().get("langfuse.observation.type").equals("generation")) {
                var before = generations.put(
                        span.attributes().get("lakehouse.call_id") + "/" + span.attributes().get("lakehouse.attempt"), span);
                assertThat(before == null || before.equals(span)).isTrue();
            }
        }
        var requests = spans.stream().filter(span -> span.attributes().get("langfuse.observation.type").equals("span"))
                .map(SpanView::id).collect(Collectors.toSet());
        assertThat(requests).containsAll(generations.values().stream().map(SpanView::parent).toList());
        return generations;
    }

    /// Rows that are to be told, by call and attempt.
    static Map<String, JsonNode> rows(Launched service) throws IOException, InterruptedException {
        var rows = new HashMap<String, JsonNode>();
        for (var line : service.get("/v1/usage/export").body().lines().toList()) {
            var row = JSON.readTree(line);
            if (row.has("call_id") && (!row.path("sent_at").isNull() || row.path("status").asText().equals("lost"))) {
                rows.put(row.path("call_id").asText() + "/" + row.path("attempt").asInt(), row);
            }
        }
        return rows;
    }
}
