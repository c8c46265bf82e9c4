package lakehouse.logging;

import io.helidon.logging.common.HelidonMdc;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.logging.Formatter;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Each event as the text that `java.util.logging.SimpleFormatter.format` describes, in which `%X{call_id}` and `%X{trace_id}` stand
/// for the call and the trace that it belongs to. Where it belongs to none, the blank before them goes too, which Helidon's own
/// formatter leaves at the end of each line.
public final class TextLines extends Formatter {

    private static final String FORMAT = "java.util.logging.SimpleFormatter.format";
    private static final String USUAL = "%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s %5$s %X{call_id} %X{trace_id}%6$s%n";
    private static final Pattern ID = Pattern.compile("( ?)%X\\{([^}]+)}");

    private final String format;

    /// As the configuration of the log says.
    public TextLines() {
        this(Optional.ofNullable(LogManager.getLogManager().getProperty(FORMAT)).orElse(USUAL));
    }

    TextLines(String format) {
        this.format = format;
    }

    @Override
    public String format(LogRecord event) {
        var filled = ID.matcher(format).replaceAll(found -> HelidonMdc.get(found.group(2)).filter(id -> !id.isEmpty())
                .map(id -> Matcher.quoteReplacement(found.group(1) + id.replace("%", "%%"))).orElse(""));
        return String.format(filled, ZonedDateTime.ofInstant(event.getInstant(), ZoneId.systemDefault()), source(event),
                event.getLoggerName(), event.getLevel().getLocalizedName(), formatMessage(event), thrown(event));
    }

    private static String source(LogRecord event) {
        return event.getSourceClassName() == null
                ? event.getLoggerName()
                : event.getSourceMethodName() == null
                        ? event.getSourceClassName()
                        : event.getSourceClassName() + " " + event.getSourceMethodName();
    }

    private static String thrown(LogRecord event) {
        if (event.getThrown() == null) {
            return "";
        }
        var trace = new StringWriter();
        var lines = new PrintWriter(trace, true);
        lines.println();
        event.getThrown().printStackTrace(lines);
        return trace.toString();
    }
}
