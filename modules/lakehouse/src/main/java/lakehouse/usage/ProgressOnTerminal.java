package lakehouse.usage;

import java.io.PrintWriter;
import java.util.Optional;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// A bar on one line that is written over and over, with the time that is left.
final class ProgressOnTerminal implements Progress {

    private static final int WIDTH = 79;

    private final PrintWriter out;
    private Optional<ProgressBar> bar = Optional.empty();

    ProgressOnTerminal(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void reached(long done, long total) {
        if (bar.isEmpty()) {
            bar = Optional.of(new ProgressBarBuilder().setTaskName("calls").setInitialMax(total)
                    .setStyle(ProgressBarStyle.ASCII).setConsumer(new DelegatingProgressBarConsumer(this::show, WIDTH)).build());
        }
        bar.get().maxHint(total).stepTo(done);
    }

    @Override
    public void close() {
        bar.ifPresent(shown -> {
            shown.close();
            out.println();
        });
        bar = Optional.empty();
    }

    private void show(String text) {
        out.print("\r" + text);
        out.flush();
    }
}
