package gateway.v1.usage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Json;
import usage.store.Outbox;

/// What Langfuse was told of, and has yet to be, as JSON.
final class GenerationsDocument {

    private GenerationsDocument() {}

    static ObjectNode of(Outbox.Figures figures) {
        var document = Json.object().put("on", figures.on()).put("waiting", figures.waiting())
                .put("oldest_waiting_seconds", figures.oldest().toMillis() / 1e3).put("acknowledged", figures.acknowledged())
                .put("rejected", figures.rejected()).put("trouble", figures.trouble().orElse(null));
        figures.comparison().ifPresentOrElse(comparison -> {
            var compared = document.putObject("compared").put("as_of", comparison.asOf().toString())
                    .put("from", comparison.from().toString());
            minute(compared, comparison.total());
            var minutes = compared.putArray("minutes");
            comparison.minutes().forEach(
                    minute -> minute(minutes.addObject().put("start_time", minute.start().getEpochSecond()), minute));
        }, () -> document.putNull("compared"));
        return document;
    }

    private static void minute(ObjectNode node, Outbox.Minute minute) {
        node.put("rows", minute.rows()).put("acknowledged", minute.acknowledged()).put("waiting", minute.waiting())
                .put("rejected", minute.rejected()).put("difference", minute.difference())
                .put("unexplained", minute.unexplained());
    }
}
