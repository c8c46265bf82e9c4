package gateway.v1.routes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Fault;
import gateway.v1.call.Json;
import gateway.v1.call.Protocol;
import io.helidon.common.uri.UriQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Models in the shape of Anthropic's list, of which a page may be asked for. Where no `limit` is given, it is all of it.
final class AnthropicPage {

    private AnthropicPage() {}

    /// The page that `query` asks for: behind `after_id`, or before `before_id`, at most `limit`.
    ///
    /// @throws gateway.v1.call.GatewayException naming the parameter that is wrong
    static ObjectNode of(UriQuery query, List<Catalogue.Entry> all) {
        int limit = query.first("limit").map(AnthropicPage::limit).orElse(Integer.MAX_VALUE);
        int from = place(query, "after_id", all).map(place -> place + 1).orElse(0);
        int to = place(query, "before_id", all).orElse(all.size());
        var reach = all.subList(Math.min(from, to), to);
        int length = Math.min(limit, reach.size());
        boolean backwards = query.contains("before_id");
        var page = backwards ? reach.subList(reach.size() - length, reach.size()) : reach.subList(0, length);
        var answer = Json.object();
        var data = answer.putArray("data");
        page.forEach(entry -> data.add(model(entry)));
        answer.put("has_more", length < reach.size());
        if (page.isEmpty()) {
            return answer.putNull("first_id").putNull("last_id");
        }
        return answer.put("first_id", page.getFirst().name()).put("last_id", page.getLast().name());
    }

    /// One model. Where nobody says since when it is there, that is the epoch, as Anthropic has it.
    static ObjectNode model(Catalogue.Entry entry) {
        return entry.model().entry(Protocol.ANTHROPIC)
                .orElseGet(() -> Json.object().put("type", "model").put("display_name", entry.name()).put("created_at",
                        entry.model().created().orElse(Instant.EPOCH).toString()))
                .put("id", entry.name());
    }

    private static Optional<Integer> place(UriQuery query, String name, List<Catalogue.Entry> all) {
        return query.first(name).asOptional().map(id -> all.stream().map(Catalogue.Entry::name).toList().indexOf(id))
                .map(place -> {
                    if (place < 0) {
                        throw Fault.invalid(name, name + " names no model").asException();
                    }
                    return place;
                });
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= 1000) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw Fault.invalid("limit", "limit must be a whole number from 1 to 1000").asException();
        }
        throw Fault.invalid("limit", "limit must be a whole number from 1 to 1000").asException();
    }
}
