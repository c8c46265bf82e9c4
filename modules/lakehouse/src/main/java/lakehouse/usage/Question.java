package lakehouse.usage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lakehouse.remote.RemoteService;

/// A question for `/v1/usage`, asked page by page until all is there.
///
/// @param period the time
/// @param width `1d` or `1h`
/// @param groupBy dimensions, as the service calls them
/// @param filters values that a dimension may have
public record Question(Period period, String width, List<String> groupBy, Map<String, List<String>> filters) {

    private static final Map<String, Integer> MOST_BUCKETS = Map.of("1d", 366, "1h", 168);

    /// The same for all groups together.
    public Question ungrouped() {
        return new Question(period, width, List.of(), filters);
    }

    /// The service's answer, with the buckets of all pages.
    public ObjectNode ask(RemoteService service) {
        var path = path();
        var answer = (ObjectNode) service.get(path);
        var buckets = answer.withArray("data");
        while (answer.path("has_more").asBoolean()) {
            var next = (ObjectNode) service.get(path + "&page=" + encoded(answer.path("next_page").asText()));
            buckets.addAll(next.withArray("data"));
            next.set("data", buckets);
            answer = next;
        }
        return answer;
    }

    private String path() {
        var path = new StringBuilder("/v1/usage?start_time=").append(period.start().getEpochSecond()).append("&end_time=")
                .append(period.end().getEpochSecond()).append("&bucket_width=").append(width).append("&limit=")
                .append(MOST_BUCKETS.get(width));
        if (!groupBy.isEmpty()) {
            path.append("&group_by=").append(groupBy.stream().map(Question::encoded).collect(Collectors.joining(",")));
        }
        filters.forEach((name, values) -> path.append('&').append(encoded(name)).append('=')
                .append(values.stream().map(Question::encoded).collect(Collectors.joining(","))));
        return path.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
