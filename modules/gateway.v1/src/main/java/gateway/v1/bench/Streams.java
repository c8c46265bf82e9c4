package gateway.v1.bench;

import java.io.PrintWriter;
import java.util.List;

/// Streams of [InstantProvider#EVENTS] events, one after the other, directly and through the gateway in turns.
///
/// @param out where it is told
/// @param direct the provider itself
/// @param gateway the gateway in front of it
record Streams(PrintWriter out, Load direct, Load gateway) {

    private static final int STREAMS = 60;

    /// Tells the time to the first token and of the whole stream.
    void firstTokens(int rounds) {
        measure(STREAMS / 2);
        out.printf("%-18s %-20s %14s %14s %14s%n", "streams of " + InstantProvider.EVENTS, "subject", "first token ms",
                "p99", "whole p50 ms");
        var measured = measure(STREAMS * rounds);
        row("direct", measured[0], measured[2]);
        row("gateway, ledger", measured[1], measured[3]);
        out.printf("%-18s %-20s %14.3f %14s %14.3f%n%n", "", "added",
                Samples.millis(measured[1], 50) - Samples.millis(measured[0], 50), "",
                Samples.millis(measured[3], 50) - Samples.millis(measured[2], 50));
        out.flush();
    }

    /// Sorted nanoseconds: to the first token directly and through the gateway, of the whole stream likewise.
    private long[][] measure(int streams) {
        var samples = new Samples[]{new Samples(), new Samples(), new Samples(), new Samples()};
        for (int at = 0; at < streams; at++) {
            for (int subject = 0; subject < 2; subject++) {
                long start = System.nanoTime();
                samples[subject].add((subject == 0 ? direct : gateway).stream("m"));
                samples[2 + subject].add(System.nanoTime() - start);
            }
        }
        var sorted = new long[samples.length][];
        for (int at = 0; at < samples.length; at++) {
            sorted[at] = Samples.sorted(List.of(samples[at]));
        }
        return sorted;
    }

    private void row(String subject, long[] first, long[] whole) {
        out.printf("%-18s %-20s %14.3f %14.3f %14.3f%n", "", subject, Samples.millis(first, 50), Samples.millis(first, 99),
                Samples.millis(whole, 50));
    }
}
