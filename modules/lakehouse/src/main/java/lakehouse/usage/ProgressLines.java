package lakehouse.usage;

import java.io.PrintWriter;

/// A line at each tenth of the work.
final class ProgressLines implements Progress {

    private static final int STEPS = 10;

    private final PrintWriter out;
    private long step;

    ProgressLines(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void reached(long done, long total) {
        long now = total == 0 ? 0 : done * STEPS / total;
        if (now > step) {
            step = now;
            out.println(Numbers.whole(done) + " of " + Numbers.whole(total));
        }
    }

    @Override
    public void close() {}
}
