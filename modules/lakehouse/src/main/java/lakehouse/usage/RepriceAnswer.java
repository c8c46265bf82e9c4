package lakehouse.usage;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;

/// What the service says while it reprices, line by line, and what it comes to.
public final class RepriceAnswer {

    private final Progress progress;
    private Optional<JsonNode> end = Optional.empty();
    private Optional<String> reached = Optional.empty();

    public RepriceAnswer(Progress progress) {
        this.progress = progress;
    }

    /// Takes a line.
    ///
    /// @throws LakehouseException `FAILED` where it says that the service cannot go on
    public void see(JsonNode line) {
        switch (line.path("object").asText()) {
            case "progress" -> {
                reached = Optional.ofNullable(line.path("reached").textValue());
                progress.reached(line.path("done").asLong(), line.path("total").asLong());
            }
            case "reprice" -> end = Optional.of(line);
            case "error" -> throw brokenOff(line.at("/error/message").asText());
            default -> throw brokenOff("the service says what is not understood here");
        }
    }

    /// What was done, for people.
    ///
    /// @param dryRun whether it was only tried
    /// @throws LakehouseException `FAILED` where the service never came to the end
    public List<String> summary(boolean dryRun) {
        var told = end.orElseThrow(() -> brokenOff("the service stopped before the end"));
        var lines = new ArrayList<String>();
        lines.add(number(told, "examined") + " attempts looked at, " + number(told, "changed")
                + (dryRun ? " would change" : " changed"));
        if (told.path("kept").asLong() > 0) {
            lines.add(number(told, "kept") + " keep a cost that no price gives them now (--clear takes it away)");
        }
        if (told.path("unpriced").asLong() > 0) {
            lines.add(number(told, "unpriced") + (dryRun ? " would have no cost" : " have no cost")
                    + ": no price is configured, or a count is not known");
        }
        lines.addAll(costs(told));
        return lines;
    }

    private static List<String> costs(JsonNode told) {
        var before = sums(told.path("before"));
        var after = sums(told.path("after"));
        var currencies = new TreeMap<>(before);
        currencies.putAll(after);
        var rows = currencies.keySet().stream()
                .map(currency -> List.of(currency, money(before, currency), money(after, currency)))
                .toList();
        return rows.isEmpty() ? List.of() : new Columns(List.of("cost", "before", "after"), 1, rows).lines();
    }

    private static TreeMap<String, BigDecimal> sums(JsonNode sums) {
        var byCurrency = new TreeMap<String, BigDecimal>();
        sums.forEach(sum -> byCurrency.put(sum.path("currency").asText(), sum.path("value").decimalValue()));
        return byCurrency;
    }

    private static String money(TreeMap<String, BigDecimal> sums, String currency) {
        return Optional.ofNullable(sums.get(currency)).map(Numbers::money).orElse("");
    }

    private static String number(JsonNode told, String name) {
        return Numbers.whole(told.path(name).asLong());
    }

    private LakehouseException brokenOff(String why) {
        return new LakehouseException(Code.FAILED, why + "; "
                + reached.map(moment -> "calls since " + moment + " are done, doing it again does the rest")
                        .orElse("nothing was changed"));
    }
}
