package lakehouse.logging;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.helidon.logging.common.HelidonMdc;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/// Each event as one line of JSON: when, how bad, who says it, which call and trace it belongs to, what. Helidon's own
/// formatter leaves backslashes as they are, so that a message can end its own line early.
public final class JsonLines extends Formatter {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String format(LogRecord event) {
        var line = JSON.createObjectNode().put("time", event.getInstant().toString()).put("level", event.getLevel().getName())
                .put("logger", String.valueOf(event.getLoggerName()));
        HelidonMdc.get("call_id").ifPresent(call -> line.put("call_id", call));
        HelidonMdc.get("trace_id").ifPresent(trace -> line.put("trace_id", trace));
        line.put("message", formatMessage(event));
        if (event.getThrown() != null) {
            var trace = new StringWriter();
            event.getThrown().printStackTrace(new PrintWriter(trace, true));
            line.put("exception", trace.toString());
        }
        return line + "\n";
    }
}
